package dev.plangen.server.auth;

import java.time.Duration;

/**
 * Which JSON Web Tokens are good.
 *
 * @param issuer their {@code iss}
 * @param audience what their {@code aud} must hold
 * @param clockSkew by how much the issuer's clock may differ from ours
 * @param tenantClaim the claim that names the tenant
 */
public record JwtSettings(String issuer, String audience, Duration clockSkew, String tenantClaim) {}
