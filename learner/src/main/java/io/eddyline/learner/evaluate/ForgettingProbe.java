package io.eddyline.learner.evaluate;

import io.eddyline.learner.evaluate.model.DecayedPopularity;
import io.eddyline.learner.evaluate.model.RecallingModel;
import io.eddyline.learner.evaluate.model.UserItems;
import io.eddyline.learner.train.Ranking;
import java.util.ArrayList;
import java.util.List;

/**
 * Asks for the events of the stream's first tenth again at its end, see {@link Forgetting}.
 *
 * <p>Threading: one thread.
 */
final class ForgettingProbe {
  private static final double ASKED_SHARE = 0.1;
  private static final int[] NO_HISTORY = new int[0];

  private final RecallingModel model;
  private final PriorWeight priorWeight;
  private final DecayedPopularity popularity;
  private final UserItems userItems;
  private final float[] scores;
  private final int askedEvents;
  private final List<Question> questions = new ArrayList<>();
  private final QualitySum learntSum = new QualitySum();
  private int[] history = NO_HISTORY;
  private int itemsHad;

  ForgettingProbe(
      EvaluationEvents events,
      RecallingModel model,
      PriorWeight priorWeight,
      DecayedPopularity popularity,
      UserItems userItems) {
    this.model = model;
    this.priorWeight = priorWeight;
    this.popularity = popularity;
    this.userItems = userItems;
    this.scores = new float[events.itemCount()];
    this.askedEvents = (int) (ASKED_SHARE * events.count());
  }

  /** Before an event is learnt: keeps the history that it meets. */
  void before(int event, int user, boolean isRanked) {
    history = isRanked && event < askedEvents ? model.history(user) : NO_HISTORY;
    itemsHad = userItems.size(user);
  }

  /** After the same event was learnt and counted. */
  void after(int user, int item) {
    if (history.length > 0) {
      int candidates = popularity.itemCount();
      double rank = rank(user, item, history, itemsHad, candidates);
      learntSum.add(rank);
      boolean learnt = Ranking.recall(rank) > 0;
      questions.add(new Question(user, item, history, itemsHad, candidates, learnt));
    }
  }

  /** Asks again; call at the end of the stream. */
  Forgetting ask() {
    QualitySum end = new QualitySum();
    QualitySum endSameItems = new QualitySum();
    int learnt = 0;
    int lost = 0;
    for (Question asked : questions) {
      end.add(again(asked, popularity.itemCount()));
      double rank = again(asked, asked.candidates);
      endSameItems.add(rank);
      if (asked.learnt) {
        learnt++;
        lost += Ranking.recall(rank) > 0 ? 0 : 1;
      }
    }
    return new Forgetting(
        questions.size(),
        learntSum.mean(),
        end.mean(),
        endSameItems.mean(),
        lost / (double) Math.max(1, learnt));
  }

  private double again(Question asked, int candidates) {
    return rank(asked.user, asked.item, asked.history, asked.itemsHad, candidates);
  }

  private double rank(int user, int item, int[] then, int hadThen, int candidates) {
    model.score(user, then, candidates, scores);
    userItems.fill(user, hadThen, scores, Float.NEGATIVE_INFINITY);
    CandidateScores ranked = new CandidateScores(scores, popularity.priors(), candidates);
    return ranked.rank(item, priorWeight.weight());
  }

  /** An event to be asked again. */
  private static final class Question {
    private final int user;
    private final int item;
    private final int[] history;
    private final int itemsHad;
    private final int candidates;
    private final boolean learnt;

    /**
     * @param itemsHad distinct items of the user before it
     * @param candidates items known right after it
     * @param learnt whether the item was on the list then
     */
    private Question(
        int user, int item, int[] history, int itemsHad, int candidates, boolean learnt) {
      this.user = user;
      this.item = item;
      this.history = history;
      this.itemsHad = itemsHad;
      this.candidates = candidates;
      this.learnt = learnt;
    }
  }
}
