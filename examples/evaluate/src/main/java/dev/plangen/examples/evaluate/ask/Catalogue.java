package dev.plangen.examples.evaluate.ask;

import dev.plangen.examples.evaluate.matrix.Matrix;
import dev.plangen.examples.evaluate.matrix.Method;
import dev.plangen.examples.evaluate.stop.Halt;
import dev.plangen.v1.Algorithm;
import dev.plangen.v1.AlgorithmInfo;
import dev.plangen.v1.Model;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** What the server lets a request choose from. */
public record Catalogue(List<Model> models, List<AlgorithmInfo> algorithms) {

  private static final String ANY = "*";

  public Catalogue {
    models = List.copyOf(models);
    algorithms = List.copyOf(algorithms);
  }

  /**
   * Whether the server has all that is to be asked for.
   *
   * @throws Halt if not
   */
  public void check(Matrix matrix) {
    for (String id : matrix.models()) {
      if (model(id).isEmpty()) {
        throw new Halt(
            "The server has no model "
                + id
                + "; it has: "
                + models.stream().map(Model::getId).collect(Collectors.joining(", "))
                + ".");
      }
    }
    for (Method method : matrix.methods()) {
      String name = name(method.algorithm());
      if (algorithms.stream().noneMatch(known -> known.getName().equals(name))) {
        throw new Halt(
            "The server has no algorithm "
                + name
                + "; it has: "
                + algorithms.stream().map(AlgorithmInfo::getName).collect(Collectors.joining(", "))
                + ".");
      }
    }
  }

  /** Whether the model takes a seed; those that don't refuse one. */
  boolean takesSeed(String model) {
    return model(model)
        .map(known -> !known.getUnsupportedSamplingFieldsList().contains("seed"))
        .orElse(true);
  }

  private Optional<Model> model(String id) {
    return models.stream()
        .filter(
            known ->
                known.getId().equals(id)
                    || (known.getId().endsWith("/" + ANY)
                        && id.startsWith(
                            known.getId().substring(0, known.getId().length() - ANY.length()))))
        .findFirst();
  }

  private static String name(Algorithm algorithm) {
    return algorithm.getKindCase().name().toLowerCase(Locale.ROOT);
  }
}
