package dev.plangen.server.testing;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.UncheckedIOException;
import org.jspecify.annotations.Nullable;

/** The bodies of the API, without the SDK that is under test. */
final class Json {

  private static final ObjectMapper MAPPER = new ObjectMapper();

  private Json() {}

  static JsonNode parse(String body) {
    try {
      return MAPPER.readTree(body);
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }

  static String error(String message, String code, String param) {
    ObjectNode error = MAPPER.createObjectNode();
    error.put("message", message);
    error.put("type", "invalid_request_error");
    error.put("param", param.isEmpty() ? null : param);
    error.put("code", code.isEmpty() ? null : code);
    return MAPPER.createObjectNode().set("error", error).toString();
  }

  /** A chunk with one choice whose delta has this one field. */
  static ObjectNode delta(String field, String text) {
    ObjectNode choice = choice();
    choice.putObject("delta").put(field, text);
    return chunk(choice);
  }

  static ObjectNode finish(String reason) {
    ObjectNode choice = choice();
    choice.putObject("delta");
    choice.put("finish_reason", reason);
    return chunk(choice);
  }

  static ObjectNode usage(ChatAnswer.Usage usage) {
    ObjectNode chunk = chunk(null);
    ObjectNode node = chunk.putObject("usage");
    node.put("prompt_tokens", usage.prompt());
    node.put("completion_tokens", usage.completion());
    node.put("total_tokens", usage.prompt() + usage.completion());
    node.putObject("prompt_tokens_details").put("cached_tokens", usage.cached());
    node.putObject("completion_tokens_details").put("reasoning_tokens", usage.reasoning());
    return chunk;
  }

  private static ObjectNode choice() {
    ObjectNode choice = MAPPER.createObjectNode();
    choice.put("index", 0);
    choice.putNull("finish_reason");
    return choice;
  }

  private static ObjectNode chunk(@Nullable ObjectNode choice) {
    ObjectNode chunk = MAPPER.createObjectNode();
    chunk.put("id", "chatcmpl-1");
    chunk.put("object", "chat.completion.chunk");
    chunk.put("created", 1_700_000_000);
    chunk.put("model", "test");
    ArrayNode choices = chunk.putArray("choices");
    if (choice != null) {
      choices.add(choice);
    }
    return chunk;
  }
}
