package io.eddyline.serving.http;

import io.vertx.core.http.HttpMethod;
import java.util.List;

/**
 * A method on a path template, as the OpenAPI document writes it.
 *
 * @param template for instance {@code /v1/users/{id}/recommendations}
 */
record Route(HttpMethod method, String template) {
  /** Calls of the contract that are answered with 501. */
  static final List<Route> NOT_AVAILABLE_YET = List.of(new Route(HttpMethod.GET, "/"));

  /** The template in the router's own notation, {@code :id} for {@code {id}}. */
  String path() {
    return template.replaceAll("\\{(\\w+)}", ":$1");
  }

  @Override
  public String toString() {
    return method.name() + " " + template;
  }
}
