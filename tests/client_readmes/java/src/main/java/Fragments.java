import io.github.scoreline.azureml.ScoringClient;
import io.github.scoreline.azureml.ScoringException;
import java.net.URI;
import java.util.Arrays;

/** The fragment of the README, with what it takes for granted. */
public class Fragments {
  public static void main(String[] arguments) throws InterruptedException {
    double[][] rows = {{0, 0, 0, 0, 0, 0, 0, 0, 0, 0}};
    try (ScoringClient client = ScoringClient.builder().uri(System.getenv("THROTTLED_URI")).build()) {
      // the README's sample 2
    }
  }
}
