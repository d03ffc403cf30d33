package io.eddyline.k8s.standalone;

import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Whether a value is the same as when it was last asked for. */
final class StandsStill<T> implements Callable<Boolean> {
  private final Supplier<T> value;
  private @Nullable T last;

  StandsStill(Supplier<T> value) {
    this.value = value;
  }

  @Override
  public Boolean call() {
    T now = value.get();
    boolean same = Objects.equals(now, last);
    last = now;
    return same;
  }
}
