package io.eddyline.schemas.snapshot.s3;

import io.eddyline.schemas.snapshot.ObjectStoreException;
import java.util.Objects;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkException;

/**
 * What the SDK throws, as one line that says what to look at. Stateless; any thread.
 *
 * <pre>
 *   401, 403                     the service refuses the credentials, or what they may do
 *   404 NoSuchBucket             there is no such bucket
 *   301, 307, 400 of the region  the bucket is in another region
 *   no credentials, no region    none are set
 *   anything else of a service   its code and message
 *   no answer                    what the connection says
 * </pre>
 */
final class S3Failures {
  private S3Failures() {}

  /**
   * @param where location and service
   * @param what was tried, for instance {@code read main/7/manifest.json}
   */
  static ObjectStoreException told(String where, String what, SdkException failure) {
    String why =
        failure instanceof AwsServiceException answer ? ofService(answer) : ofClient(failure);
    return new ObjectStoreException("cannot %s in %s: %s".formatted(what, where, why), failure);
  }

  /** Whether the service says that there is no such object. */
  static boolean isMissing(AwsServiceException answer) {
    return answer.statusCode() == 404 && !code(answer).equals("NoSuchBucket");
  }

  private static String ofService(AwsServiceException answer) {
    int status = answer.statusCode();
    String code = code(answer);
    String said = "%d%s".formatted(status, code.isEmpty() ? "" : " " + code);
    if (status == 401 || status == 403) {
      return "access is refused (%s): look at the credentials and at what they may do"
          .formatted(said);
    }
    if (code.equals("NoSuchBucket")) {
      return "there is no such bucket (%s)".formatted(said);
    }
    boolean elsewhere = status == 301 || status == 307;
    if (elsewhere || code.equals("AuthorizationHeaderMalformed")) {
      return "the bucket is in another region (%s): set snapshot-store.s3.region".formatted(said);
    }
    return "the service answers %s: %s".formatted(said, message(answer));
  }

  private static String ofClient(SdkException failure) {
    String message = String.valueOf(failure.getMessage());
    if (message.startsWith("Unable to load credentials")) {
      return "there are no credentials: expected AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, a web"
          + " identity, a profile or an instance's role";
    }
    if (message.startsWith("Unable to load region")) {
      return "no region is known: set snapshot-store.s3.region or AWS_REGION";
    }
    Throwable cause = failure;
    while (cause.getCause() != null) {
      cause = cause.getCause();
    }
    return "the service does not answer: " + cause;
  }

  static String code(AwsServiceException answer) {
    AwsErrorDetails details = answer.awsErrorDetails();
    return details == null ? "" : Objects.requireNonNullElse(details.errorCode(), "");
  }

  private static String message(AwsServiceException answer) {
    AwsErrorDetails details = answer.awsErrorDetails();
    return details == null
        ? String.valueOf(answer.getMessage())
        : String.valueOf(details.errorMessage());
  }
}
