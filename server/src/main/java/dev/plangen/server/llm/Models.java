package dev.plangen.server.llm;

import dev.plangen.server.domain.ModelKind;
import dev.plangen.server.domain.Prices;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/** The models that requests may name. Thread-safe. */
public final class Models {

  /**
   * A model under its id.
   *
   * @param provider which adapter serves it, as in {@code plangen.v1.Model.provider}
   */
  public record Served(String id, String provider, SharedModel model) {}

  /**
   * Serves every id that begins with {@code prefix}, taking the rest as the provider's model name.
   *
   * @param opener makes the model of that name; called once for each name
   */
  public record Family(String prefix, String provider, Function<String, SharedModel> opener) {
    String pattern() {
      return prefix + "*";
    }
  }

  /** What {@code ListModels} shows of a model or a family. */
  public record Listing(
      String id, String provider, Set<SamplingParameter> unsupported, Availability availability) {

    private static Listing of(Served served) {
      LanguageModel adapter = served.model().adapter();
      return new Listing(
          served.id(), served.provider(), adapter.unsupported(), adapter.availability());
    }

    private static Listing of(Family family) {
      return new Listing(family.pattern(), family.provider(), Set.of(), Availability.UNKNOWN);
    }
  }

  /**
   * How the calls to a model stand; to all models of the family together, of those that are
   * remembered.
   *
   * @param id as {@code ListModels} shows it
   * @param slots the most calls in flight; 0 if there is no limit
   */
  public record Load(String id, long inFlight, long waiting, long slots) {
    private static Load of(String id, List<SharedModel> models) {
      List<FairQueue> queues = models.stream().map(SharedModel::queue).toList();
      long slots = queues.stream().mapToLong(FairQueue::slots).sum();
      return new Load(
          id,
          queues.stream().mapToLong(FairQueue::inFlight).sum(),
          queues.stream().mapToLong(FairQueue::waiting).sum(),
          slots >= Integer.MAX_VALUE ? 0 : slots);
    }
  }

  /**
   * A caller can invent names without end; those that were used last are remembered. A model that
   * is opened anew has all its slots and its whole retry budget.
   */
  private static final int MOST_REMEMBERED = 256;

  private final Map<String, Served> served = new LinkedHashMap<>();
  private final Optional<Family> family;
  private final Map<String, SharedModel> ofFamily =
      Collections.synchronizedMap(
          new LinkedHashMap<>(16, 0.75f, true) {
            @Override
            protected boolean removeEldestEntry(Map.Entry<String, SharedModel> eldest) {
              return size() > MOST_REMEMBERED;
            }
          });
  private final String defaultId;

  /**
   * The models of a server.
   *
   * @param defaultId serves requests that name no model
   * @throws IllegalArgumentException if {@code defaultId} names none of them
   */
  public Models(List<Served> served, Optional<Family> family, String defaultId) {
    served.forEach(model -> this.served.put(model.id(), model));
    this.family = family;
    this.defaultId = defaultId;
    if (find(defaultId).isEmpty()) {
      throw new IllegalArgumentException(
          "the default model \"" + defaultId + "\" is not among the models");
    }
  }

  public String defaultId() {
    return defaultId;
  }

  /** The model as it is, to learn what it takes; runs {@link #open} theirs. */
  public Optional<LanguageModel> find(String id) {
    return shared(id).map(SharedModel::adapter);
  }

  /**
   * The model as one run calls it ({@link SharedModel#forRun}): a run opens a model once, or it
   * would take more turns in the model's queue than others of its tenant do.
   */
  public Optional<LanguageModel> open(String id, String tenant) {
    return shared(id).map(model -> model.forRun(tenant));
  }

  /** What the model's tokens cost; empty if nobody has said, or there is no such model. */
  public Optional<Prices> prices(String id) {
    return shared(id).flatMap(SharedModel::prices);
  }

  private Optional<SharedModel> shared(String id) {
    Served exact = served.get(id);
    return exact != null ? Optional.of(exact.model()) : findInFamily(id);
  }

  private Optional<SharedModel> findInFamily(String id) {
    return family
        .filter(kin -> id.startsWith(kin.prefix()))
        .map(kin -> id.substring(kin.prefix().length()))
        // The star is how ListModels writes the family, and no model.
        .filter(name -> !name.isEmpty() && !name.equals("*"))
        .map(name -> ofFamily.computeIfAbsent(name, family.orElseThrow().opener()));
  }

  /** What serves the model of this id; empty if nothing does. */
  public Optional<ModelKind> kind(String id) {
    return Optional.ofNullable(served.get(id))
        .map(model -> new ModelKind(model.id(), model.provider()))
        .or(
            () ->
                family
                    .filter(kin -> id.startsWith(kin.prefix()))
                    .map(kin -> new ModelKind(kin.pattern(), kin.provider())));
  }

  /** How the calls to each stand, the family last. */
  public List<Load> loads() {
    List<Load> loads = new ArrayList<>();
    served.values().forEach(model -> loads.add(Load.of(model.id(), List.of(model.model()))));
    family.ifPresent(
        kin -> {
          synchronized (ofFamily) {
            loads.add(Load.of(kin.pattern(), List.copyOf(ofFamily.values())));
          }
        });
    return loads;
  }

  /** In the order of the configuration, the family last. */
  public List<Listing> list() {
    List<Listing> listings = new ArrayList<>(served.values().stream().map(Listing::of).toList());
    family.map(Listing::of).ifPresent(listings::add);
    return listings;
  }
}
