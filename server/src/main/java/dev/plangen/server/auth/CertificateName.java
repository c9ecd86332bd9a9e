package dev.plangen.server.auth;

import dev.plangen.server.domain.Caller;
import dev.plangen.server.domain.FailureException;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.naming.InvalidNameException;
import javax.naming.NamingException;
import javax.naming.directory.Attribute;
import javax.naming.ldap.LdapName;

/**
 * Which name of a client's certificate is the tenant. There must be exactly one of that kind: where
 * an authority lets its clients choose some names of a certificate, a second one must not be taken
 * for the first.
 */
public enum CertificateName {
  /** A URI among the subject's alternative names, such as SPIFFE's. */
  URI("one URI as subject alternative name") {
    @Override
    List<String> names(X509Certificate certificate) throws CertificateParsingException {
      return alternatives(certificate, 6);
    }
  },

  /** A DNS name among them. */
  DNS("one DNS name as subject alternative name") {
    @Override
    List<String> names(X509Certificate certificate) throws CertificateParsingException {
      return alternatives(certificate, 2);
    }
  },

  /** The subject's common name. */
  COMMON_NAME("one common name as subject") {
    @Override
    List<String> names(X509Certificate certificate) throws CertificateParsingException {
      try {
        return new LdapName(certificate.getSubjectX500Principal().getName())
            .getRdns().stream()
                // A part may have several attributes, of which its type and value tell the first.
                .map(part -> part.toAttributes().get("CN"))
                .filter(Objects::nonNull)
                .flatMap(CertificateName::values)
                .toList();
      } catch (InvalidNameException e) {
        return List.of();
      }
    }
  };

  /** One that is no text makes it not one name, as a second one does. */
  private static Stream<String> values(Attribute names) {
    return IntStream.range(0, names.size())
        .mapToObj(
            i -> {
              try {
                return names.get(i) instanceof String name ? name : "";
              } catch (NamingException e) {
                return "";
              }
            });
  }

  private final String wanted;

  CertificateName(String wanted) {
    this.wanted = wanted;
  }

  abstract List<String> names(X509Certificate certificate) throws CertificateParsingException;

  /**
   * Whose certificate it is.
   *
   * @throws FailureException with {@code PermissionDenied} if it does not tell
   */
  Caller caller(X509Certificate certificate) {
    return only(certificate)
        .flatMap(Tenants::caller)
        .orElseThrow(
            () ->
                Authentication.denied(
                    "The client certificate must have "
                        + wanted
                        + ", which is the tenant: "
                        + Tenants.RULE
                        + "."));
  }

  private Optional<String> only(X509Certificate certificate) {
    try {
      List<String> names = names(certificate);
      return names.size() == 1 ? Optional.of(names.getFirst()) : Optional.empty();
    } catch (CertificateParsingException e) {
      return Optional.empty();
    }
  }

  /**
   * The alternative names of one kind.
   *
   * @param kind as {@link X509Certificate#getSubjectAlternativeNames} numbers them
   */
  private static List<String> alternatives(X509Certificate certificate, int kind)
      throws CertificateParsingException {
    Collection<List<?>> names = certificate.getSubjectAlternativeNames();
    return names == null
        ? List.of()
        : names.stream()
            .filter(name -> name.getFirst().equals(kind))
            .map(name -> String.valueOf(name.getLast()))
            .toList();
  }
}
