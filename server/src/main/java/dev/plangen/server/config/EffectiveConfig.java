package dev.plangen.server.config;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.lang.reflect.RecordComponent;
import java.util.Collection;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * A configuration as a tree with the keys of the file, in which every key that has a default is
 * filled in. The default of a record's component is the constant of that record that is called
 * {@code DEFAULT_} and its name, so {@code maxRuns} has {@code DEFAULT_MAX_RUNS}; a component
 * without such a constant has none, and is left out where the file leaves it out.
 */
public final class EffectiveConfig {

  private static final ObjectMapper MAPPER = new ObjectMapper();
  private static final SnakeCaseStrategy SNAKE_CASE = new SnakeCaseStrategy();

  private EffectiveConfig() {}

  /** The tree of a section, in the order of its components. */
  public static ObjectNode of(Record section) {
    ObjectNode tree = MAPPER.createObjectNode();
    for (RecordComponent component : section.getClass().getRecordComponents()) {
      value(section, component).ifPresent(value -> tree.set(key(component), node(value)));
    }
    return tree;
  }

  private static Optional<Object> value(Record section, RecordComponent component) {
    try {
      Object value = component.getAccessor().invoke(section);
      return value instanceof Optional<?> given
          ? given.<Object>map(any -> any).or(() -> defaultOf(component))
          : Optional.of(value).filter(EffectiveConfig::saysSomething);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(e);
    }
  }

  private static boolean saysSomething(Object value) {
    return !(value instanceof Collection<?> list && list.isEmpty())
        && !(value instanceof Map<?, ?> map && map.isEmpty());
  }

  private static Optional<Object> defaultOf(RecordComponent component) {
    String name = "DEFAULT_" + key(component).toUpperCase(Locale.ROOT);
    try {
      return Optional.of(component.getDeclaringRecord().getDeclaredField(name).get(null));
    } catch (NoSuchFieldException e) {
      return Optional.empty();
    } catch (IllegalAccessException e) {
      throw new IllegalStateException(e);
    }
  }

  private static String key(RecordComponent component) {
    JsonProperty named = component.getAccessor().getAnnotation(JsonProperty.class);
    return named == null ? SNAKE_CASE.translate(component.getName()) : named.value();
  }

  private static JsonNode node(Object value) {
    return switch (value) {
      case Record section -> of(section);
      case Collection<?> list -> {
        ArrayNode nodes = MAPPER.createArrayNode();
        list.forEach(element -> nodes.add(node(element)));
        yield nodes;
      }
      // Copied maps are in another order in each process.
      case Map<?, ?> map -> MAPPER.valueToTree(new TreeMap<>(map));
      default -> MAPPER.valueToTree(value);
    };
  }
}
