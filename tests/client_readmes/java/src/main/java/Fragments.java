import io.github.scoreline.azureml.CallOptions;
import io.github.scoreline.azureml.Operation;
import io.github.scoreline.azureml.ScoringClient;
import io.github.scoreline.azureml.ScoringException;
import io.github.scoreline.azureml.ScoringResponse;
import java.time.Duration;
import java.util.Arrays;

/** The fragments of the README, with what they take for granted. */
public class Fragments {
  public static void main(String[] arguments) throws InterruptedException {
    double[][] rows = {{0, 0, 0, 0, 0, 0, 0, 0, 0, 0}};
    try (ScoringClient client = ScoringClient.builder().uri(System.getenv("THROTTLED_URI")).build()) {
      // the README's sample 2
    }
    try (ScoringClient client = ScoringClient.builder().uri(System.getenv("BUSY_URI")).build()) {
      // the README's sample 3
    }
  }
}
