package dev.plangen.server.config;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.exc.InvalidTypeIdException;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collectors;

/** Reads the configuration file: YAML with snake_case keys, every one of which must be known. */
public final class ConfigReader {

  private static final ObjectMapper MAPPER =
      YAMLMapper.builder(new YAMLFactory())
          .addModule(new Jdk8Module())
          .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
          .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .enable(DeserializationFeature.FAIL_ON_READING_DUP_TREE_KEY)
          .build();

  private ConfigReader() {}

  /**
   * Reads and checks a file.
   *
   * @throws ConfigException naming the file, the key and the remedy
   */
  public static ServerConfig read(Path file) {
    if (!Files.isReadable(file)) {
      throw new ConfigException(file + " can't be read; check its name and who may read it.");
    }
    try {
      JsonNode tree = MAPPER.readTree(file.toFile());
      if (tree.isMissingNode() || tree.isNull()) {
        throw new ConfigException(file + " is empty; list at least one model under models.");
      }
      ServerConfig config = MAPPER.treeToValue(tree, ServerConfig.class);
      ConfigCheck.check(file.toString(), config);
      return config;
    } catch (UnrecognizedPropertyException e) {
      throw new ConfigException(
          file
              + ": "
              + key(e)
              + " is not a known key; known here are "
              + e.getKnownPropertyIds().stream()
                  .map(Object::toString)
                  .sorted()
                  .collect(Collectors.joining(", "))
              + ".");
    } catch (InvalidTypeIdException e) {
      throw new ConfigException(
          file
              + ": "
              + key(e)
              + ".provider must be one of offline, openai, azure, bedrock, gemini, anthropic,"
              + " ollama, vllm, llama_cpp, remote.");
    } catch (JsonMappingException e) {
      throw new ConfigException(
          file + ": " + key(e) + " has a value of the wrong kind; see docs/configuration.md.");
    } catch (JsonProcessingException e) {
      throw new ConfigException(
          file + " is not YAML: see line " + e.getLocation().getLineNr() + ".");
    } catch (IOException e) {
      throw new ConfigException(file + " can't be read; check its name and who may read it.");
    }
  }

  /**
   * Where in the file, for example {@code models[0].noise}. Values are left out: one may be a key.
   */
  private static String key(JsonMappingException e) {
    StringBuilder path = new StringBuilder();
    for (JsonMappingException.Reference step : e.getPath()) {
      if (step.getFieldName() == null) {
        path.append('[').append(step.getIndex()).append(']');
      } else {
        path.append(path.isEmpty() ? "" : ".").append(step.getFieldName());
      }
    }
    return path.isEmpty() ? "the file" : path.toString();
  }
}
