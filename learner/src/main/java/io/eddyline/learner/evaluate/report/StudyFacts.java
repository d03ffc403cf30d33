package io.eddyline.learner.evaluate.report;

import java.util.List;

/**
 * What a report says of its own making.
 *
 * @param command that made it
 * @param machine and Java, in a few words
 * @param date of the making
 * @param seeds of each variant that draws
 * @param missing data sets that were not found
 */
public record StudyFacts(
    String command, String machine, String date, int seeds, List<String> missing) {

  /** The head of a report, below its title. */
  String markdown() {
    StringBuilder text = new StringBuilder();
    text.append("Made by\n\n```\n").append(command).append("\n```\n\n");
    text.append("on %s, %s; %s.\n".formatted(date, machine, seedText()));
    if (!missing.isEmpty()) {
      text.append("\nNot found and so not in this report: ")
          .append(String.join(", ", missing))
          .append(".\n");
    }
    return text.toString();
  }

  private String seedText() {
    return seeds == 1 ? "one seed" : seeds + " seeds, mean ± deviation of the sample";
  }
}
