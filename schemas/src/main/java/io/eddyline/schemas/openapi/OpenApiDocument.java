package io.eddyline.schemas.openapi;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** The document of an interface, in YAML, as it is served. */
public enum OpenApiDocument {
  INGEST("/openapi/ingest.yaml"),
  SERVING("/openapi/serving.yaml");

  /** RFC 9512. */
  public static final String MEDIA_TYPE = "application/yaml";

  private final String resource;

  OpenApiDocument(String resource) {
    this.resource = resource;
  }

  /** The whole text. */
  public String text() {
    try (InputStream in = OpenApiDocument.class.getResourceAsStream(resource)) {
      if (in == null) {
        throw new IllegalStateException("the build puts %s on the class path".formatted(resource));
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
