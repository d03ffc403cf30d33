package io.eddyline.schemas.snapshot;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;

/**
 * The bytes of an object on their way.
 *
 * @param sizeBytes that the stream has unless the connection breaks
 */
public record ObjectContent(InputStream stream, long sizeBytes) implements Closeable {
  @Override
  public void close() throws IOException {
    stream.close();
  }
}
