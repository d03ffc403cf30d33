package io.eddyline.learner.train;

/**
 * What a rating says of its item: its distance from the mean of its user, from what came before it
 * alone.
 *
 * <pre>
 *   z = (rating - m_u) / s
 *   m_u = (sum_u + a m) / (count_u + a)         a: prior-ratings; m, s: mean and standard deviation
 *   s   at least 0.1                            of all earlier ratings of the partition
 *
 *   weight  1 + slope z   within [1 / most, most]           z >= -negative-below
 *           slope z       within [-most, -1 / most]         below: negative feedback
 * </pre>
 *
 * <p>The first rating of all is its own mean. Centring on the user's mean as in the neighbourhood
 * methods of collaborative filtering (Herlocker et al. 1999), shrunk towards the mean of all (Koren
 * 2008).
 *
 * <p>Threading: one thread, the partition's.
 */
public final class RatingScale {
  private static final double LEAST_DEVIATION = 0.1;
  /* Its square is far from overflow, however many are added up. */
  private static final double LARGEST = 1e9;

  private final RatingSettings settings;
  private long count;
  private double sum;
  private double squareSum;

  public RatingScale(RatingSettings settings) {
    this.settings = settings;
  }

  /** Whether a rating can be told from others; one that is no number, or huge, says nothing. */
  public static boolean isSound(double rating) {
    return Math.abs(rating) <= LARGEST;
  }

  /**
   * The weight of a sound rating that has not been added yet, below 0 if it is negative feedback.
   *
   * @param userCount the user's earlier ratings
   * @param userSum their sum
   */
  public float signedWeight(double rating, long userCount, double userSum) {
    double mean = count == 0 ? rating : sum / count;
    double variance = count == 0 ? 0 : squareSum / count - mean * mean;
    double deviation = Math.max(LEAST_DEVIATION, Math.sqrt(Math.max(0, variance)));
    double prior = settings.priorRatings();
    double z = (rating - (userSum + prior * mean) / (userCount + prior)) / deviation;
    double most = settings.mostWeight();
    double least = 1 / most;
    return (float)
        (z < -settings.negativeBelow()
            ? Math.clamp(settings.slope() * z, -most, -least)
            : Math.clamp(1 + settings.slope() * z, least, most));
  }

  /** Adds a sound rating of any user. */
  public void add(double rating) {
    count++;
    sum += rating;
    squareSum += rating * rating;
  }

  /** Ratings added. */
  public long count() {
    return count;
  }

  public double sum() {
    return sum;
  }

  /** Sum of the squared ratings. */
  public double squareSum() {
    return squareSum;
  }

  public void restore(long savedCount, double savedSum, double savedSquareSum) {
    count = savedCount;
    sum = savedSum;
    squareSum = savedSquareSum;
  }
}
