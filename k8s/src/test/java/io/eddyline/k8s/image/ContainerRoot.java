package io.eddyline.k8s.image;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/**
 * An unpacked image whose entry point runs in it as a container engine would run it: in a mount
 * namespace of its own, with the image as a read-only root, as the image's user, without
 * capabilities. Processes and network are the machine's.
 *
 * <p>Threading: one thread.
 */
final class ContainerRoot {
  private static final List<String> DEVICES = List.of("null", "zero", "random", "urandom");

  private final ImageArchive image;
  private final Path root;

  private ContainerRoot(ImageArchive image, Path root) {
    this.image = image;
    this.root = root;
  }

  /** Whether this machine lets this process make mount namespaces and change users. */
  static boolean isPossible() {
    try {
      String _ =
          Tool.run(
              Path.of("."),
              List.of("unshare", "--mount", "setpriv", "--reuid=65534", "--clear-groups", "true"));
      return true;
    } catch (IllegalStateException | UncheckedIOException e) {
      return false;
    }
  }

  /**
   * Unpacks an image.
   *
   * @param folder empty
   */
  static ContainerRoot unpack(ImageArchive image, Path folder) {
    image.unpack(folder);
    return new ContainerRoot(image, folder.toAbsolutePath());
  }

  Path folder() {
    return root;
  }

  /**
   * Starts the entry point. The process that is returned is its own: no other stands between.
   *
   * @param environment over the image's variables
   * @param mounts beside /dev, /proc, /tmp and /dev/shm
   * @param log receives what it prints, after what stands there
   */
  Process start(
      List<String> arguments, Map<String, String> environment, List<Mount> mounts, Path log) {
    List<String> line =
        new ArrayList<>(
            List.of("/usr/bin/unshare", "--mount", "/bin/sh", "-c", script(mounts), "container"));
    line.addAll(image.entryPoint());
    line.addAll(arguments);
    ProcessBuilder builder =
        new ProcessBuilder(line)
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
    builder.environment().clear();
    builder.environment().putAll(image.environment());
    builder.environment().putAll(environment);
    try {
      Files.createDirectories(log.toAbsolutePath().getParent());
      return builder.start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /* Ends in the entry point, whose words are the arguments of the script. */
  private String script(List<Mount> mounts) {
    StringBuilder script = new StringBuilder("set -e\nPATH=/usr/sbin:/usr/bin:/sbin:/bin\n");
    script.append("java_path=%s\n".formatted(quoted(image.environment().getOrDefault("PATH", ""))));
    script.append("cd %s\n".formatted(quoted(root.toString())));
    script.append("mount --bind . .\ncd %s\n".formatted(quoted(root.toString())));
    script.append("mount -t tmpfs -o mode=755 tmpfs dev\nmkdir dev/shm\n");
    for (String device : DEVICES) {
      script.append("touch dev/%1$s\nmount --bind /dev/%1$s dev/%1$s\n".formatted(device));
    }
    script.append("mount --rbind /proc proc\n");
    memory(script, "dev/shm");
    memory(script, "tmp");
    mounts.stream()
        .sorted(Comparator.comparing(Mount::place))
        .forEach(mount -> mount(script, mount));
    script.append("mount -o remount,bind,ro .\n");
    String user = image.run().path("User").asText();
    script.append(
        "PATH=$java_path exec /usr/bin/setpriv --no-new-privs /usr/sbin/chroot --userspec=%s --groups=%s . \"$@\"\n"
            .formatted(quoted(user), quoted(user.replaceFirst(".*:", ""))));
    return script.toString();
  }

  private static void mount(StringBuilder script, Mount mount) {
    String place = mount.place().substring(1);
    Path source = mount.source();
    if (source == null) {
      memory(script, place);
      return;
    }
    if (Files.isDirectory(source)) {
      script.append("mkdir -p %s\n".formatted(quoted(place)));
    } else {
      script.append("touch %s\n".formatted(quoted(place)));
    }
    script.append(
        "mount --bind %s %s\n"
            .formatted(quoted(source.toAbsolutePath().toString()), quoted(place)));
    if (mount.readOnly()) {
      script.append("mount -o remount,bind,ro %s\n".formatted(quoted(place)));
    }
  }

  private static void memory(StringBuilder script, String place) {
    script.append("mount -t tmpfs -o mode=1777 tmpfs %s\n".formatted(quoted(place)));
  }

  private static String quoted(String word) {
    return "'" + word.replace("'", "'\\''") + "'";
  }
}
