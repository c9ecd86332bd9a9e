package dev.plangen.server;

import com.nimbusds.jose.jwk.source.JWKSource;
import com.nimbusds.jose.proc.SecurityContext;
import dev.plangen.server.auth.Authentication;
import dev.plangen.server.auth.CertificateName;
import dev.plangen.server.auth.IssuerKeys;
import dev.plangen.server.auth.JsonWebTokens;
import dev.plangen.server.auth.JwtSettings;
import dev.plangen.server.auth.KeyTable;
import dev.plangen.server.auth.PresharedKeys;
import dev.plangen.server.auth.TokenCheck;
import dev.plangen.server.config.AuthConfig;
import dev.plangen.server.config.ConfigException;
import dev.plangen.server.domain.Caller;
import dev.plangen.server.files.Reread;
import dev.plangen.server.files.UnusableFileException;
import java.net.MalformedURLException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;

/** Makes what decides who may call of the configuration. */
final class AccessWiring {

  /** A call should cost no look at a file. */
  private static final Duration PAUSE = Duration.ofSeconds(1);

  private AccessWiring() {}

  /**
   * As configured; without a section everybody may call.
   *
   * @throws ConfigException if a file can't be used
   */
  static Access of(Optional<AuthConfig> config) {
    return config.map(AccessWiring::configured).orElse(Access.OPEN);
  }

  private static Access configured(AuthConfig config) {
    List<TokenCheck> tokens = new ArrayList<>();
    // First: a look into a table costs less than a signature.
    config.keysFile().map(AccessWiring::keys).ifPresent(tokens::add);
    config.jwt().map(AccessWiring::jwt).ifPresent(tokens::add);
    return new Access(
        new Authentication(
            tokens,
            config
                .clientCertificates()
                .map(
                    names ->
                        names.tenant().orElse(AuthConfig.ClientCertificatesConfig.DEFAULT_TENANT))
                .map(name -> CertificateName.valueOf(constant(name))),
            config.anonymous().filter(allowed -> allowed).map(_ -> Caller.ANONYMOUS)),
        Access.Health.valueOf(constant(config.health().orElse(AuthConfig.DEFAULT_HEALTH))),
        Access.Reflection.valueOf(
            constant(config.reflection().orElse(AuthConfig.DEFAULT_REFLECTION))));
  }

  private static String constant(String word) {
    return word.toUpperCase(Locale.ROOT);
  }

  private static TokenCheck keys(String file) {
    return new PresharedKeys(text("auth.keys_file: ", file, KeyTable::parse));
  }

  private static TokenCheck jwt(AuthConfig.JwtConfig config) {
    JWKSource<SecurityContext> keys =
        config
            .jwksFile()
            .map(file -> IssuerKeys.of(text("auth.jwt.jwks_file: ", file, IssuerKeys::parse)))
            .orElseGet(() -> IssuerKeys.at(url(config.jwksUrl().orElseThrow())));
    return new JsonWebTokens(
        new JwtSettings(
            config.issuer().orElseThrow(),
            config.audience().orElseThrow(),
            Duration.ofSeconds(
                config.clockSkewSeconds().orElse(AuthConfig.JwtConfig.DEFAULT_CLOCK_SKEW_SECONDS)),
            config.tenantClaim().orElse(AuthConfig.JwtConfig.DEFAULT_TENANT_CLAIM)),
        keys);
  }

  private static java.net.URL url(String text) {
    try {
      return URI.create(text).toURL();
    } catch (IllegalArgumentException | MalformedURLException e) {
      throw new ConfigException("auth.jwt.jwks_url must be a URL, like https://host/keys.");
    }
  }

  /**
   * What a text file holds.
   *
   * @param parse throws an IllegalArgumentException whose message goes on after the file's name
   */
  private static <T> Reread<T> text(String key, String file, Function<String, T> parse) {
    Path path = Path.of(file);
    try {
      return Reread.of(
          path,
          PAUSE,
          content -> {
            try {
              return parse.apply(StandardCharsets.UTF_8.decode(content).toString());
            } catch (IllegalArgumentException e) {
              throw new UnusableFileException(path, String.valueOf(e.getMessage()));
            }
          });
    } catch (UnusableFileException e) {
      throw new ConfigException(key + e.getMessage() + ".");
    }
  }
}
