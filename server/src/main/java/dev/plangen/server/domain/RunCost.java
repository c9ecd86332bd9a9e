package dev.plangen.server.domain;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * What the model calls of a run have cost so far.
 *
 * @param all of them together
 * @param models those of each model, by id
 * @param takenOver what the calls had cost, where they were made, that were not made here
 */
public record RunCost(Spending all, List<OfModel> models, TakenOver takenOver) {

  /** What the calls of one model have cost. */
  public record OfModel(String model, Spending spending) {}

  /** Calls of another run, and what they had reported. */
  public record TakenOver(long calls, TokenCount tokens) {

    public static final TakenOver NONE = new TakenOver(0, TokenCount.UNKNOWN);

    private TakenOver plus(TokenCount more) {
      return new TakenOver(calls + 1, tokens.plus(more));
    }
  }

  public static final RunCost NOTHING = new RunCost(Spending.NOTHING, List.of(), TakenOver.NONE);

  public RunCost {
    models = List.copyOf(models);
  }

  /** A request is about to be sent to this model. */
  public RunCost plusCall(String model) {
    return plus(model, Spending::plusCall);
  }

  /**
   * A call of this model has ended.
   *
   * @param prices of the model, if they are known
   */
  public RunCost plusReport(String model, TokenCount report, Optional<Prices> prices) {
    return plus(model, spending -> spending.plusReport(report, prices));
  }

  /** A call was not made, because another run had made it. */
  public RunCost plusTakenOver(TokenCount report) {
    return new RunCost(all, models, takenOver.plus(report));
  }

  private RunCost plus(String model, UnaryOperator<Spending> change) {
    Spending sum = change.apply(all);
    // Nearly every run has one model, whose spending is then held once.
    return models.stream().allMatch(known -> known.model().equals(model))
        ? new RunCost(sum, List.of(new OfModel(model, sum)), takenOver)
        : new RunCost(sum, plusAmongOthers(model, change), takenOver);
  }

  private List<OfModel> plusAmongOthers(String model, UnaryOperator<Spending> change) {
    List<OfModel> changed = new ArrayList<>(models);
    changed.removeIf(known -> known.model().equals(model));
    Spending before =
        models.stream()
            .filter(known -> known.model().equals(model))
            .map(OfModel::spending)
            .findFirst()
            .orElse(Spending.NOTHING);
    changed.add(new OfModel(model, change.apply(before)));
    changed.sort(Comparator.comparing(OfModel::model));
    return changed;
  }

  public long calls() {
    return all.calls();
  }

  public long reports() {
    return all.reports();
  }

  public TokenCount tokens() {
    return all.tokens();
  }

  public Optional<Money> money() {
    return all.money();
  }
}
