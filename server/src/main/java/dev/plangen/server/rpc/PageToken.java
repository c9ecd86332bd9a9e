package dev.plangen.server.rpc;

import dev.plangen.server.domain.Caller;
import dev.plangen.v1.ListRunsRequest;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Where a page of {@code ListRuns} begins (AIP-158): the id of the last run of the page before,
 * bound to who asks and to the filters. A forged one shows no more than a right one.
 *
 * @param binding who asks for what
 */
record PageToken(String binding) {

  private static final String SEPARATOR = "\n";

  static PageToken of(Caller caller, ListRunsRequest request) {
    Map<String, String> labels = new TreeMap<>(request.getLabelsMap());
    int hash = (request.getStateValue() + request.getRequestId() + labels).hashCode();
    return new PageToken(caller.tenant() + SEPARATOR + Integer.toHexString(hash) + SEPARATOR);
  }

  String after(String runId) {
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString((binding + runId).getBytes(StandardCharsets.UTF_8));
  }

  Optional<String> read(Violations violations, String token) {
    try {
      String text = new String(Base64.getUrlDecoder().decode(token), StandardCharsets.UTF_8);
      if (text.startsWith(binding)) {
        return Optional.of(text.substring(binding.length()));
      }
    } catch (IllegalArgumentException e) {
      // Told below, like one of another caller: the remedy is the same.
    }
    violations.add(
        "page_token", "must be the next_page_token of a page with the same filters, or left out");
    return Optional.empty();
  }
}
