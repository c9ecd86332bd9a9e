package dev.plangen.server.rpc;

import static dev.plangen.server.testing.ScriptedReply.text;
import static org.assertj.core.api.Assertions.assertThat;

import dev.plangen.server.domain.AnswerFormat;
import dev.plangen.server.testing.ScriptedModel;
import dev.plangen.server.testing.TestServer;
import dev.plangen.v1.Algorithm;
import dev.plangen.v1.AlgorithmInfo;
import dev.plangen.v1.AlgorithmParameter;
import dev.plangen.v1.BestOfN;
import dev.plangen.v1.ListAlgorithmsRequest;
import dev.plangen.v1.ListAlgorithmsResponse;
import dev.plangen.v1.Mixture;
import dev.plangen.v1.Rebase;
import dev.plangen.v1.SolveRequest;
import dev.plangen.v1.TreeOfThought;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@Timeout(60)
class AlgorithmCatalogTest {

  @Test
  void everyAlgorithmOfTheContractIsListedWithEveryParameter() {
    try (TestServer server = TestServer.offline()) {
      ListAlgorithmsResponse listed = list(server);

      assertThat(listed.getAlgorithmsList())
          .extracting(AlgorithmInfo::getName)
          .containsExactlyElementsOf(
              Algorithm.getDescriptor().getFields().stream()
                  .map(field -> field.getName())
                  .toList());
      assertThat(listed.getAlgorithmsList())
          .allSatisfy(
              algorithm ->
                  assertThat(algorithm.getParametersList())
                      .extracting(AlgorithmParameter::getName)
                      .containsExactlyElementsOf(
                          Algorithm.getDescriptor()
                              .findFieldByName(algorithm.getName())
                              .getMessageType()
                              .getFields()
                              .stream()
                              .map(field -> field.getName())
                              .toList()));
      assertThat(listed.getDefaultAlgorithm()).isEqualTo("best_of_n");
    }
  }

  @Test
  void everyBoundThatIsListedIsOneThatRequestsAreHeldTo() {
    try (TestServer server = TestServer.offline()) {
      for (AlgorithmInfo algorithm : list(server).getAlgorithmsList()) {
        for (AlgorithmParameter parameter : algorithm.getParametersList()) {
          if (parameter.getName().equals("accept_first_verified")) {
            continue;
          }
          String field = "algorithm." + algorithm.getName() + "." + parameter.getName();
          assertThat(wrong(server, algorithm, parameter, parameter.getMinValue() - 1))
              .as(field)
              .contains(field);
          assertThat(wrong(server, algorithm, parameter, parameter.getMaxValue() + 1))
              .as(field)
              .contains(field);
          assertThat(parameter.getDefaultValue())
              .as(field)
              .isBetween(parameter.getMinValue(), parameter.getMaxValue());
        }
      }
    }
  }

  private static List<String> wrong(
      TestServer server, AlgorithmInfo algorithm, AlgorithmParameter parameter, double value) {
    var field = Algorithm.getDescriptor().findFieldByName(algorithm.getName());
    var parameterField = field.getMessageType().findFieldByName(parameter.getName());
    Algorithm.Builder choice = Algorithm.newBuilder();
    Object number =
        parameterField.getJavaType()
                == com.google.protobuf.Descriptors.FieldDescriptor.JavaType.DOUBLE
            ? (Object) value
            : (Object) (int) value;
    choice.setField(
        field, choice.newBuilderForField(field).setField(parameterField, number).build());
    return server
        .solveStream(SolveRequest.newBuilder().setProblem("p").setAlgorithm(choice).build())
        .failed()
        .fields();
  }

  /** Judgements are never readable, nothing is ever complete or verified, no two texts are one. */
  @ParameterizedTest
  @EnumSource(
      value = Algorithm.KindCase.class,
      names = {"BEST_OF_N", "TREE_OF_THOUGHT", "REBASE", "MIXTURE"})
  void noRunMakesMoreCallsThanItsAlgorithmIsListedWith(Algorithm.KindCase kind) {
    var number = new AtomicInteger();
    var model =
        new ScriptedModel(
            ask ->
                switch (ask.format().orElse(AnswerFormat.PLAN)) {
                  case CONSTRAINTS -> text("- It is short.");
                  case PLAN, STEP -> text("Text " + number.incrementAndGet());
                  case VERDICT, SCORE, REWARD, PRIORS -> text("Well.");
                  // Every third step completes a plan, which is then refused.
                  case COMPLETION -> text(number.incrementAndGet() % 3 == 0 ? "1" : "0");
                });
    try (TestServer server = TestServer.inProcess(model)) {
      String name = kind.name().toLowerCase(java.util.Locale.ROOT);
      long most =
          list(server).getAlgorithmsList().stream()
              .filter(algorithm -> algorithm.getName().equals(name))
              .findFirst()
              .orElseThrow()
              .getMaxModelCalls();

      long calls =
          server
              .solveStream(
                  SolveRequest.newBuilder().setProblem("p").setAlgorithm(algorithm(kind)).build())
              .completed()
              .getLast()
              .getUsage()
              .getModelCalls();

      assertThat(calls).isLessThanOrEqualTo(most).isGreaterThan(most / 20);
    }
  }

  private static Algorithm algorithm(Algorithm.KindCase kind) {
    Algorithm.Builder choice = Algorithm.newBuilder();
    return switch (kind) {
      case BEST_OF_N -> choice.setBestOfN(BestOfN.getDefaultInstance()).build();
      case TREE_OF_THOUGHT -> choice.setTreeOfThought(TreeOfThought.getDefaultInstance()).build();
      case REBASE -> choice.setRebase(Rebase.getDefaultInstance()).build();
      case MIXTURE -> choice.setMixture(Mixture.getDefaultInstance()).build();
      case KIND_NOT_SET -> throw new IllegalArgumentException("no algorithm");
    };
  }

  private static ListAlgorithmsResponse list(TestServer server) {
    return server.planGenBlocking().listAlgorithms(ListAlgorithmsRequest.getDefaultInstance());
  }
}
