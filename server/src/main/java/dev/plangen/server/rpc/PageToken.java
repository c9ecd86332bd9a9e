package dev.plangen.server.rpc;

import dev.plangen.server.domain.Caller;
import dev.plangen.v1.ListRunsRequest;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Optional;
import java.util.UUID;

/**
 * Where a page of {@code ListRuns} begins (AIP-158): the id of the last run of the page before,
 * bound to this server, to who asks, and to the filters.
 *
 * @param binding stands for these three
 */
record PageToken(String binding) {

  private static final byte[] SERVER = new SecureRandom().generateSeed(16);
  private static final String SEPARATOR = ".";

  static PageToken of(Caller caller, ListRunsRequest request) {
    ListRunsRequest filters = request.toBuilder().clearPageSize().clearPageToken().build();
    try {
      MessageDigest hash = MessageDigest.getInstance("SHA-256");
      hash.update(SERVER);
      hash.update(caller.tenant().getBytes(StandardCharsets.UTF_8));
      hash.update((byte) 0);
      return new PageToken(base64(hash.digest(MessageBytes.of(filters))));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  private static String base64(byte[] bytes) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }

  String after(String runId) {
    return binding + SEPARATOR + base64(runId.getBytes(StandardCharsets.UTF_8));
  }

  Optional<String> read(Violations violations, String token) {
    try {
      if (token.startsWith(binding + SEPARATOR)) {
        byte[] id = Base64.getUrlDecoder().decode(token.substring(binding.length() + 1));
        return Optional.of(UUID.fromString(new String(id, StandardCharsets.UTF_8)).toString());
      }
    } catch (IllegalArgumentException e) {
      // Told below, like one of another caller: the remedy is the same.
    }
    violations.add(
        "page_token", "must be the next_page_token of a page with the same filters, or left out");
    return Optional.empty();
  }
}
