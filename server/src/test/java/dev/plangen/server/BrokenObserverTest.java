package dev.plangen.server;

import static dev.plangen.server.testing.ScriptedReply.held;
import static dev.plangen.server.testing.ScriptedReply.text;
import static org.assertj.core.api.Assertions.assertThat;

import dev.plangen.server.domain.CallIntent;
import dev.plangen.server.domain.CallWatch;
import dev.plangen.server.domain.ModelKind;
import dev.plangen.server.domain.RunInfo;
import dev.plangen.server.domain.RunObserver;
import dev.plangen.server.domain.RunWatch;
import dev.plangen.server.testing.Gate;
import dev.plangen.server.testing.KeyedScript;
import dev.plangen.server.testing.Received;
import dev.plangen.server.testing.ScriptedModel;
import dev.plangen.server.testing.TestServer;
import dev.plangen.v1.Algorithm;
import dev.plangen.v1.BestOfN;
import dev.plangen.v1.SolveRequest;
import dev.plangen.v1.StepUpdate;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Runs end as they would, whatever becomes of those who watch them. */
@Timeout(60)
class BrokenObserverTest {

  private static final Duration LIMIT = Duration.ofSeconds(20);

  private final Gate gate = new Gate();
  private final KeyedScript script = new KeyedScript();

  /** What was told, and thrown at. */
  private final Set<String> broken = ConcurrentHashMap.newKeySet();

  /** Where an observer begins to throw. */
  enum Broken {
    FROM_THE_BEGINNING,
    IN_RUNS,
    IN_CALLS
  }

  private final class Observer implements RunObserver {

    private final Broken from;

    Observer(Broken from) {
      this.from = from;
    }

    @Override
    public RunWatch begins(RunInfo run, Function<String, Optional<ModelKind>> models) {
      return switch (from) {
        case FROM_THE_BEGINNING -> throw bug("begins");
        case IN_RUNS -> throwing(RunWatch.class);
        case IN_CALLS ->
            new RunWatch() {
              @Override
              public CallWatch calling(CallIntent call) {
                return throwing(CallWatch.class);
              }

              @Override
              public Part verifying() {
                return throwing(Part.class);
              }
            };
      };
    }
  }

  private <T> T throwing(Class<T> type) {
    return type.cast(
        Proxy.newProxyInstance(
            type.getClassLoader(),
            new Class<?>[] {type},
            (_, method, _) -> {
              throw bug(method.getName());
            }));
  }

  private IllegalStateException bug(String told) {
    broken.add(told);
    return new IllegalStateException("a bug in what watches");
  }

  private TestServer serve(Broken from) {
    return TestServer.inProcess(
        TestServer.offers(new ScriptedModel(script).served()),
        ServerSettings.DEFAULT,
        new Instrumentation() {
          @Override
          public RunObserver observer() {
            return new Observer(from);
          }
        });
  }

  @ParameterizedTest
  @EnumSource
  void aSolveComesToItsEnd(Broken from) {
    try (TestServer server = serve(from)) {
      Received<SolveRequest, StepUpdate> call = server.solveStream(solve());

      assertThat(call.completed()).isNotEmpty();
      server.awaitNoLiveRuns(LIMIT);
      assertThat(broken).isNotEmpty();
    }
  }

  @Test
  void aReaderThatLeavesEndsItsRun() {
    try (TestServer server = serve(Broken.IN_RUNS)) {
      script.on("constraints", held(gate, text("never")));
      Received<SolveRequest, StepUpdate> call = server.solveStream(solve());
      gate.awaitReached(LIMIT);
      call.cancel();

      server.awaitNoLiveRuns(LIMIT);
    }
  }

  private static SolveRequest solve() {
    return SolveRequest.newBuilder()
        .setProblem("Plan a day.")
        .setAlgorithm(Algorithm.newBuilder().setBestOfN(BestOfN.newBuilder().setCandidates(2)))
        .build();
  }
}
