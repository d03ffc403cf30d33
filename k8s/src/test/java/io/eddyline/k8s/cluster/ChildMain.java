package io.eddyline.k8s.cluster;

import io.eddyline.k8s.broker.ClusterNode;
import io.eddyline.k8s.broker.ClusterNode.Voter;
import io.eddyline.k8s.broker.EmbeddedBroker;
import io.eddyline.k8s.cli.EddylineMain;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;

/**
 * What a {@link JvmProcess} runs: {@code broker FOLDER ID PORT CLUSTER VOTER:PORT…}, or a command
 * of {@code eddyline}. It ends when its standard input does, which its parent holds open.
 */
final class ChildMain {
  static final String BROKER = "broker";

  private static final int ORPHANED = 3;

  private ChildMain() {}

  public static void main(String[] args) throws InterruptedException {
    Thread.ofPlatform().daemon().name("parent-watch").start(ChildMain::endWithParent);
    if (args[0].equals(BROKER)) {
      runBroker(List.of(args));
    } else {
      EddylineMain.main(args);
    }
  }

  /** The command of a node. */
  static List<String> broker(Path folder, ClusterNode node) {
    List<String> command = new ArrayList<>();
    command.addAll(
        List.of(
            BROKER,
            folder.toString(),
            Integer.toString(node.id()),
            Integer.toString(node.brokerPort()),
            node.clusterId()));
    node.voters().forEach(voter -> command.add(voter.id() + ":" + voter.controllerPort()));
    return command;
  }

  private static void runBroker(List<String> args) throws InterruptedException {
    List<Voter> voters = args.subList(5, args.size()).stream().map(ChildMain::voter).toList();
    ClusterNode node =
        new ClusterNode(
            Integer.parseInt(args.get(2)), Integer.parseInt(args.get(3)), voters, args.get(4));
    EmbeddedBroker broker = EmbeddedBroker.start(Path.of(args.get(1)), node);
    Runtime.getRuntime().addShutdownHook(new Thread(broker::close));
    new CountDownLatch(1).await();
  }

  private static Voter voter(String text) {
    List<String> parts = List.of(text.split(":", 2));
    return new Voter(Integer.parseInt(parts.get(0)), Integer.parseInt(parts.get(1)));
  }

  private static void endWithParent() {
    try {
      while (System.in.read() >= 0) {
        // nothing is ever said
      }
    } catch (IOException e) {
      // as at the end
    }
    Runtime.getRuntime().halt(ORPHANED);
  }
}
