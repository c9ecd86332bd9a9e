package dev.plangen.server;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideOutsideOfPackages;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Who may import whom. {@code docs/ARCHITECTURE.md} is drawn from {@link #MAY_IMPORT}. */
class RoomsTest {

  private static final String BASE = "dev.plangen.server";

  private static final Map<String, List<String>> MAY_IMPORT =
      new TreeMap<>(
          Map.ofEntries(
              Map.entry("domain", List.of()),
              Map.entry("concurrent", List.of()),
              Map.entry("config", List.of()),
              Map.entry("files", List.of()),
              Map.entry("tls", List.of("files")),
              Map.entry("auth", List.of("domain")),
              Map.entry("telemetry", List.of("domain")),
              Map.entry("admin", List.of("concurrent", "domain", "run", "telemetry")),
              Map.entry("llm", List.of("domain", "concurrent")),
              Map.entry("llm.openai", List.of("domain", "concurrent", "llm")),
              Map.entry("llm.offline", List.of("domain", "concurrent", "llm")),
              Map.entry("plugin", List.of("domain", "concurrent", "llm", "verify", "tls", "files")),
              Map.entry(
                  "verify",
                  List.of("domain", "concurrent", "verify.calendar", "verify.trip", "verify.math")),
              Map.entry("verify.reading", List.of()),
              Map.entry("verify.finding", List.of("domain", "verify.reading")),
              Map.entry("verify.calendar", List.of("domain", "verify.finding", "verify.reading")),
              Map.entry(
                  "verify.trip",
                  List.of("domain", "concurrent", "verify.finding", "verify.reading")),
              Map.entry("verify.math", List.of("domain", "verify.finding", "verify.reading")),
              Map.entry("planning.prompt", List.of("domain", "llm")),
              Map.entry(
                  "planning.agent",
                  List.of("domain", "concurrent", "llm", "verify", "planning.prompt")),
              Map.entry(
                  "planning.algorithm",
                  List.of("domain", "concurrent", "llm", "planning.prompt", "planning.agent")),
              Map.entry(
                  "planning",
                  List.of(
                      "domain",
                      "concurrent",
                      "llm",
                      "verify",
                      "planning.prompt",
                      "planning.agent",
                      "planning.algorithm")),
              Map.entry(
                  "run", List.of("domain", "concurrent", "llm", "planning", "planning.agent")),
              Map.entry(
                  "rpc",
                  List.of(
                      "domain",
                      "concurrent",
                      "auth",
                      "llm",
                      "verify",
                      "planning",
                      "planning.prompt",
                      "planning.agent",
                      "planning.algorithm",
                      "run"))));

  private static final JavaClasses SERVER =
      new ClassFileImporter().withImportOption(new DoNotIncludeTests()).importPackages(BASE);

  static Set<String> rooms() {
    return MAY_IMPORT.keySet();
  }

  @ParameterizedTest
  @MethodSource("rooms")
  void aRoomImportsOnlyWhatItMay(String room) {
    String[] allowed =
        Stream.concat(Stream.of(room), MAY_IMPORT.getOrDefault(room, List.of()).stream())
            .map(name -> BASE + "." + name)
            .toArray(String[]::new);
    classes()
        .that()
        .resideInAPackage(BASE + "." + room)
        .should()
        .onlyDependOnClassesThat(
            resideOutsideOfPackages(BASE, BASE + "..").or(resideInAnyPackage(allowed)))
        .check(SERVER);
  }

  @Test
  void everyRoomHasItsRule() {
    Set<String> rooms =
        SERVER.stream()
            .map(JavaClass::getPackageName)
            .filter(name -> !name.equals(BASE))
            .map(name -> name.substring(BASE.length() + 1))
            .collect(Collectors.toSet());
    assertThat(rooms).containsExactlyInAnyOrderElementsOf(MAY_IMPORT.keySet());
  }

  @Test
  void packagesHaveNoCycles() {
    slices().matching(BASE + ".(**)").should().beFreeOfCycles().check(SERVER);
  }

  @Test
  void gRpcAndTheContractStayAtTheEdge() {
    noClasses()
        .that()
        .resideOutsideOfPackages(
            BASE, BASE + ".rpc", BASE + ".plugin", BASE + ".tls", BASE + ".admin")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            "io.grpc..", "com.google.protobuf..", "dev.plangen.v1..", "dev.plangen.admin..")
        .check(SERVER);
  }

  @Test
  void openTelemetryListensAndIsNotKnownToWhatItListensTo() {
    noClasses()
        .that()
        .resideOutsideOfPackages(BASE, BASE + ".telemetry")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("io.opentelemetry..")
        .check(SERVER);
  }

  @Test
  void theOpenAiClientStaysInItsRoom() {
    noClasses()
        .that()
        .resideOutsideOfPackage(BASE + ".llm.openai")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("com.openai..", "okhttp3..")
        .check(SERVER);
  }

  @Test
  void theArchitecturePageDrawsTheseRules() throws IOException {
    String page = Files.readString(Path.of("../docs/ARCHITECTURE.md"));
    List<String> rows =
        page.substring(page.indexOf("## Rooms of the server"))
            .lines()
            .filter(line -> line.startsWith("| `"))
            .toList();
    assertThat(rows)
        .containsExactlyInAnyOrderElementsOf(
            MAY_IMPORT.entrySet().stream()
                .map(rule -> row(rule.getKey(), rule.getValue()))
                .toList());
  }

  private static String row(String room, List<String> imports) {
    String cell =
        imports.isEmpty()
            ? "–"
            : imports.stream().map(name -> "`" + name + "`").collect(Collectors.joining(", "));
    return "| `" + room + "` | " + cell + " |";
  }
}
