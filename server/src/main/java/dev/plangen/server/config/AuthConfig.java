package dev.plangen.server.config;

import java.util.List;
import java.util.Optional;

/**
 * Who may call.
 *
 * @param anonymous whether callers without credentials are let in; not by default
 * @param keysFile preshared keys and their tenants
 * @param jwt which JSON Web Tokens are good
 * @param clientCertificates how a client's certificate names its tenant
 * @param health who may ask for the server's health: {@code open}, {@code authenticated}; open by
 *     default
 * @param reflection who may ask for its descriptors: the same, or {@code off}; open by default
 */
public record AuthConfig(
    Optional<Boolean> anonymous,
    Optional<String> keysFile,
    Optional<JwtConfig> jwt,
    Optional<ClientCertificatesConfig> clientCertificates,
    Optional<String> health,
    Optional<String> reflection) {

  static final List<String> HEALTH = List.of("open", "authenticated");
  static final List<String> REFLECTION = List.of("open", "authenticated", "off");

  public static final String DEFAULT_HEALTH = "open";
  public static final String DEFAULT_REFLECTION = "open";

  public AuthConfig {
    // YAML takes the bare word off for false.
    reflection = reflection.map(word -> word.equals("false") ? "off" : word);
  }

  /**
   * Of whom tokens are good.
   *
   * @param issuer their {@code iss}
   * @param audience what their {@code aud} must hold
   * @param jwksFile the issuer's public keys, as a JSON Web Key Set
   * @param jwksUrl where they are, instead
   * @param clockSkewSeconds by how much clocks may differ, 0 to 300; 60 by default
   * @param tenantClaim the claim that names the tenant; {@code sub} by default
   */
  public record JwtConfig(
      Optional<String> issuer,
      Optional<String> audience,
      Optional<String> jwksFile,
      Optional<String> jwksUrl,
      Optional<Integer> clockSkewSeconds,
      Optional<String> tenantClaim) {

    public static final int DEFAULT_CLOCK_SKEW_SECONDS = 60;
    public static final String DEFAULT_TENANT_CLAIM = "sub";
  }

  /**
   * How a client's certificate names its tenant.
   *
   * @param tenant which of its names: {@code uri}, {@code dns}, {@code common_name}; uri by default
   */
  public record ClientCertificatesConfig(Optional<String> tenant) {

    static final List<String> NAMES = List.of("uri", "dns", "common_name");

    public static final String DEFAULT_TENANT = "uri";
  }
}
