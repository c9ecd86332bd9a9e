package dev.plangen.server.config;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Optional;

/** Holds the transport's security, and who may call, against their bounds. */
record AccessCheck(Bounds bounds) {

  void check(ListenConfig listen, Optional<AuthConfig> auth) {
    listen.tls().ifPresent(this::check);
    bounds.require(
        listen.tls().isEmpty() || !listen.plaintext().orElse(false),
        "server.plaintext",
        "must not be true beside tls; give one of them");
    auth.ifPresent(section -> check(section, listen.tls()));
  }

  private void check(ServerTlsConfig tls) {
    given("server.tls.certificate_file", tls.certificateFile());
    given("server.tls.key_file", tls.keyFile());
    bounds.oneOf(
        "server.tls.client_auth", tls.clientAuth().stream().toList(), ServerTlsConfig.CLIENT_AUTH);
    bounds.require(
        !tls.asksClients() || tls.clientCaFile().isPresent(),
        "server.tls.client_ca_file",
        "must be given where client_auth is optional or required: it vouches for clients");
    bounds.require(
        tls.asksClients() || tls.clientCaFile().isEmpty(),
        "server.tls.client_auth",
        "must be optional or required where client_ca_file is given");
  }

  private void check(AuthConfig auth, Optional<ServerTlsConfig> tls) {
    bounds.require(
        auth.anonymous().orElse(false)
            || auth.keysFile().isPresent()
            || auth.jwt().isPresent()
            || auth.clientCertificates().isPresent(),
        "auth",
        "must have one or more of keys_file, jwt and client_certificates; or anonymous: true, which"
            + " lets everybody in");
    auth.jwt().ifPresent(this::check);
    auth.clientCertificates()
        .ifPresent(
            certificates -> {
              bounds.require(
                  tls.map(ServerTlsConfig::asksClients).orElse(false),
                  "auth.client_certificates",
                  "needs server.tls with client_auth: optional or required");
              bounds.oneOf(
                  "auth.client_certificates.tenant",
                  certificates.tenant().stream().toList(),
                  AuthConfig.ClientCertificatesConfig.NAMES);
            });
    bounds.oneOf("auth.health", auth.health().stream().toList(), AuthConfig.HEALTH);
    bounds.oneOf("auth.reflection", auth.reflection().stream().toList(), AuthConfig.REFLECTION);
  }

  private void check(AuthConfig.JwtConfig jwt) {
    given("auth.jwt.issuer", jwt.issuer());
    given("auth.jwt.audience", jwt.audience());
    bounds.require(
        jwt.jwksFile().isPresent() != jwt.jwksUrl().isPresent(),
        "auth.jwt.jwks_url",
        "or jwks_file must be given, and not both: the issuer's public keys");
    bounds.require(
        jwt.jwksUrl().stream().allMatch(AccessCheck::isTrustworthy),
        "auth.jwt.jwks_url",
        "must be a URL of https://, or of http:// and a loopback address, without a user");
    bounds.range("auth.jwt.clock_skew_seconds", jwt.clockSkewSeconds(), 0, 300);
    bounds.require(
        jwt.tenantClaim().stream().noneMatch(String::isBlank),
        "auth.jwt.tenant_claim",
        "must be the name of a claim; leave it out for sub");
  }

  /** Or who is in between could give keys of their own. */
  private static boolean isTrustworthy(String text) {
    try {
      var url = new URI(text);
      return url.getHost() != null && url.getRawUserInfo() == null && Loopback.protects(url);
    } catch (URISyntaxException e) {
      return false;
    }
  }

  private void given(String key, Optional<String> value) {
    bounds.require(value.stream().anyMatch(text -> !text.isBlank()), key, "must be given");
  }
}
