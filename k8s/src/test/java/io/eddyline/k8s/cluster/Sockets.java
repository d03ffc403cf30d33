package io.eddyline.k8s.cluster;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Ports that a process of this machine has open, as Linux tells them. Stateless. */
final class Sockets {
  private static final Pattern LINK = Pattern.compile("socket:\\[(\\d+)]");
  private static final String LISTENING = "0A";
  private static final String ANY = "";
  /* Columns of /proc/PID/net/tcp and its like. */
  private static final int LOCAL = 1;
  private static final int STATE = 3;
  private static final int INODE = 9;

  private Sockets() {}

  /** TCP ports at which it takes connections. */
  static Set<Integer> listening(long pid) {
    return ports(pid, List.of("tcp", "tcp6"), LISTENING);
  }

  /** UDP ports that it is bound to. */
  static Set<Integer> udp(long pid) {
    return ports(pid, List.of("udp", "udp6"), ANY);
  }

  private static Set<Integer> ports(long pid, List<String> tables, String state) {
    Path process = Path.of("/proc", Long.toString(pid));
    try {
      Set<String> own = inodes(process);
      Set<Integer> ports = new TreeSet<>();
      for (String table : tables) {
        for (String line : Files.readAllLines(process.resolve("net").resolve(table))) {
          String[] columns = line.strip().split("\\s+", -1);
          if (columns.length > INODE
              && own.contains(columns[INODE])
              && columns[STATE].endsWith(state)) {
            String local = columns[LOCAL];
            ports.add(Integer.parseInt(local.substring(local.indexOf(':') + 1), 16));
          }
        }
      }
      return ports;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Set<String> inodes(Path process) throws IOException {
    Set<String> inodes = new HashSet<>();
    try (Stream<Path> files = Files.list(process.resolve("fd"))) {
      for (Path file : files.toList()) {
        Matcher link = LINK.matcher(target(file));
        if (link.matches()) {
          inodes.add(link.group(1));
        }
      }
    }
    return inodes;
  }

  private static String target(Path file) {
    try {
      return Files.readSymbolicLink(file).toString();
    } catch (IOException e) {
      return ""; // closed meanwhile
    }
  }
}
