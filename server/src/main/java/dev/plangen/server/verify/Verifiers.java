package dev.plangen.server.verify;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The verifiers that requests may name, beside the model as judge. Immutable. */
public final class Verifiers {

  /** The model as judge, which is an agent of the run and none of these. */
  public static final String LLM = "llm";

  private final Map<String, Verifier> byId;

  private Verifiers(Map<String, Verifier> byId) {
    this.byId = byId;
  }

  /**
   * The built-in ones and those that are configured.
   *
   * @param configured by id; none has the id of a built-in one
   */
  public static Verifiers with(Map<String, Verifier> configured) {
    Map<String, Verifier> all = new LinkedHashMap<>();
    all.put(CalendarVerifier.ID, new CalendarVerifier());
    all.put(TripVerifier.ID, new TripVerifier());
    all.put(MathVerifier.ID, new MathVerifier());
    all.putAll(configured);
    return new Verifiers(all);
  }

  public Optional<Verifier> find(String id) {
    return Optional.ofNullable(byId.get(id));
  }

  /** Their ids; built-in ones, among which {@code llm} is not, first. */
  public Set<String> ids() {
    return byId.keySet();
  }
}
