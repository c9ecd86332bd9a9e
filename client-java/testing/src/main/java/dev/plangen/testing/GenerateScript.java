package dev.plangen.testing;

import dev.plangen.v1.FinishReason;
import io.grpc.Status;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * What a model writes in one {@code Generate} or {@code GenerateStream}. Immutable: each method
 * returns a script that goes on from this one. A script that ends without {@link #fail} or {@link
 * #drop} has come to its end, with FINISH_REASON_STOP unless {@link #finish} says otherwise.
 *
 * <pre>{@code
 * GenerateScript.generate().text("Once ").hold(gate).text("upon a time.");
 * }</pre>
 */
public final class GenerateScript {

  private final List<Generation.Act> acts;

  private GenerateScript(List<Generation.Act> acts) {
    this.acts = List.copyOf(acts);
  }

  /** Returns the script in which nothing is written. */
  public static GenerateScript generate() {
    return new GenerateScript(List.of());
  }

  /** The model writes more: one chunk. */
  public GenerateScript text(String more) {
    return then(generation -> generation.write(more));
  }

  /** The call to the model is repeated: what it writes next takes the place of all before. */
  public GenerateScript again() {
    return then(Generation::again);
  }

  /** Why the model stops, when it does. */
  public GenerateScript finish(FinishReason reason) {
    return then(generation -> generation.finish(reason));
  }

  /** The model waits here until the test opens the gate. */
  public GenerateScript hold(Gate gate) {
    return then(generation -> gate.pass());
  }

  /** The model waits here, in real time unless {@link PlanGenTestServer#advance} shortens it. */
  public GenerateScript delay(Duration time) {
    return then(generation -> generation.sleep(time));
  }

  /** The call fails, after its response headers. See also {@link PlanGenTestServer#refuses}. */
  public GenerateScript fail(Failure failure) {
    return then(generation -> generation.fail(failure));
  }

  /** The connection breaks here: the call ends with UNAVAILABLE and no details. */
  public GenerateScript drop() {
    return drop(Status.Code.UNAVAILABLE);
  }

  /**
   * The connection breaks here.
   *
   * @param code what the caller sees: UNAVAILABLE, or INTERNAL as through some proxies
   */
  public GenerateScript drop(Status.Code code) {
    return then(
        generation -> {
          throw Statuses.broken(code);
        });
  }

  List<Generation.Act> acts() {
    return acts;
  }

  private GenerateScript then(Generation.Act act) {
    List<Generation.Act> more = new ArrayList<>(acts);
    more.add(act);
    return new GenerateScript(more);
  }
}
