package io.eddyline.schemas.snapshot.s3;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.ConnectException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.s3.model.S3Exception;

/** One line for each kind of failure that says what to look at. */
class S3FailuresTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          403 | InvalidAccessKeyId           | access is refused (403 InvalidAccessKeyId): look at the credentials
          403 | AccessDenied                 | access is refused (403 AccessDenied)
          401 |                              | access is refused (401)
          404 | NoSuchBucket                 | there is no such bucket (404 NoSuchBucket)
          301 | PermanentRedirect            | the bucket is in another region (301 PermanentRedirect)
          400 | AuthorizationHeaderMalformed | the bucket is in another region (400
          503 | SlowDown                     | the service answers 503 SlowDown: as it says
          409 | ConditionalRequestConflict   | the service answers 409 ConditionalRequestConflict
          """)
  void answersOfTheServiceAreExplained(int status, @Nullable String code, String expected) {
    assertThat(told(answer(status, code)))
        .startsWith("cannot list main/ in s3://models: ")
        .contains(expected);
  }

  @Test
  void whatTheClientLacksIsNamed() {
    assertThat(told(SdkClientException.create("Unable to load credentials from any of the …")))
        .contains("there are no credentials: expected AWS_ACCESS_KEY_ID");
    assertThat(told(SdkClientException.create("Unable to load region from any of the …")))
        .contains("no region is known: set snapshot-store.s3.region");
    assertThat(told(SdkClientException.create("failed", new ConnectException("refused"))))
        .contains("the service does not answer: java.net.ConnectException: refused");
  }

  @Test
  void onlyAMissingObjectIsMissing() {
    assertThat(S3Failures.isMissing(answer(404, "NoSuchKey"))).isTrue();
    assertThat(S3Failures.isMissing(answer(404, null))).isTrue();
    assertThat(S3Failures.isMissing(answer(404, "NoSuchBucket"))).isFalse();
    assertThat(S3Failures.isMissing(answer(403, "AccessDenied"))).isFalse();
  }

  private static String told(SdkException failure) {
    return String.valueOf(S3Failures.told("s3://models", "list main/", failure).getMessage());
  }

  private static AwsServiceException answer(int status, @Nullable String code) {
    return S3Exception.builder()
        .statusCode(status)
        .awsErrorDetails(
            AwsErrorDetails.builder().errorCode(code).errorMessage("as it says").build())
        .build();
  }
}
