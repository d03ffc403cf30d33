package io.eddyline.serving;

import java.time.Duration;
import org.awaitility.Awaitility;
import org.junit.platform.launcher.LauncherSession;
import org.junit.platform.launcher.LauncherSessionListener;

/**
 * Lets every test wait long for what it awaits: on a machine that others use as well, a driver's
 * start or a load may take many seconds. A test that succeeds waits no longer for it.
 */
public final class PatientTests implements LauncherSessionListener {
  @Override
  public void launcherSessionOpened(LauncherSession session) {
    Awaitility.setDefaultTimeout(Duration.ofSeconds(60));
  }
}
