package io.eddyline.schemas.snapshot;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Objects of a store, with calls noted and some of them failing as a test wants it. */
final class ScriptedObjects implements ObjectStore {
  /** Runs before a call; what it throws is the call's failure. */
  interface Step {
    void before(String call, String key) throws IOException;
  }

  private final ObjectStore objects;
  private final List<String> calls = new ArrayList<>();
  private Step step = (_, _) -> {};
  private int cutAfterBytes = Integer.MAX_VALUE;

  ScriptedObjects(ObjectStore objects) {
    this.objects = objects;
  }

  void before(Step next) {
    step = next;
  }

  /** From now on streams end after so many bytes. */
  void cutStreams(int bytes) {
    cutAfterBytes = bytes;
  }

  /** The calls so far, for instance {@code write main/1/items.f32.0123}; forgotten by this. */
  List<String> calls() {
    List<String> all = List.copyOf(calls);
    calls.clear();
    return all;
  }

  private void note(String call, String key) throws IOException {
    calls.add(call + " " + key);
    step.before(call, key);
  }

  @Override
  public List<Listed> list(String prefix) throws IOException {
    note("list", prefix);
    return objects.list(prefix);
  }

  @Override
  public @Nullable ObjectContent read(String key) throws IOException {
    note("read", key);
    ObjectContent content = objects.read(key);
    return content == null
        ? null
        : new ObjectContent(new CutStream(content.stream(), cutAfterBytes), content.sizeBytes());
  }

  @Override
  public void write(String key, Path file, Manifest.FileDigest digest) throws IOException {
    note("write", key);
    objects.write(key, file, digest);
  }

  @Override
  public boolean create(String key, byte[] content) throws IOException {
    note("create", key);
    return objects.create(key, content);
  }

  @Override
  public void delete(String key) throws IOException {
    note("delete", key);
    objects.delete(key);
  }

  @Override
  public void abandonUploads(String prefix, long beforeMs) throws IOException {
    note("abandon", prefix);
    objects.abandonUploads(prefix, beforeMs);
  }

  @Override
  public void close() {
    objects.close();
  }

  @Override
  public String toString() {
    return objects.toString();
  }

  /** Ends early, as a connection does that is cut. */
  private static final class CutStream extends FilterInputStream {
    private int left;

    CutStream(InputStream in, int bytes) {
      super(in);
      left = bytes;
    }

    @Override
    public int read() throws IOException {
      return left-- > 0 ? in.read() : -1;
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
      if (left <= 0) {
        return -1;
      }
      int read = in.read(into, offset, Math.min(left, length));
      left -= read;
      return read;
    }
  }
}
