package dev.plangen.server.config;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Takes out of a configuration what may be a secret. Keys and tokens are never in it, only where
 * they are; but operators put them into headers, bodies and URLs all the same.
 */
final class Redaction {

  private static final TextNode REDACTED = TextNode.valueOf("redacted");

  /** Of which every text may be one, as nobody but the operator knows what it means. */
  private static final Set<String> OPAQUE = Set.of("headers", "extra_body");

  private static final Pattern URL = Pattern.compile("(?is)[a-z][a-z0-9+.-]*://.*");

  // By its text: what java.net.URI finds no user in may have one all the same.
  private static final Pattern USER = Pattern.compile("(?i)^([a-z][a-z0-9+.-]*://)[^/?#]*@");
  private static final Pattern QUERY = Pattern.compile("(?s)\\?.*");

  private Redaction() {}

  /** The same without secrets, in place. */
  static void redact(ObjectNode section) {
    section
        .properties()
        .forEach(entry -> entry.setValue(redacted(entry.getKey(), entry.getValue())));
  }

  private static JsonNode redacted(String key, JsonNode value) {
    if (OPAQUE.contains(key)) {
      return opaque(value);
    }
    switch (value) {
      case ObjectNode section -> redact(section);
      case ArrayNode list -> {
        for (int i = 0; i < list.size(); i++) {
          list.set(i, redacted(key, list.get(i)));
        }
      }
      case TextNode text when URL.matcher(text.textValue()).matches() -> {
        return url(text);
      }
      default -> {}
    }
    return value;
  }

  private static JsonNode opaque(JsonNode value) {
    switch (value) {
      case ObjectNode section ->
          section.properties().forEach(entry -> entry.setValue(opaque(entry.getValue())));
      case ArrayNode list -> {
        for (int i = 0; i < list.size(); i++) {
          list.set(i, opaque(list.get(i)));
        }
      }
      case TextNode _ -> {
        return REDACTED;
      }
      default -> {}
    }
    return value;
  }

  /** Without the user and the query, in which providers' keys are sometimes. */
  private static TextNode url(TextNode text) {
    String plain = USER.matcher(text.textValue()).replaceFirst("$1redacted@");
    return TextNode.valueOf(QUERY.matcher(plain).replaceFirst("?redacted"));
  }
}
