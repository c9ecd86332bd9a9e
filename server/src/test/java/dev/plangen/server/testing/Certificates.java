package dev.plangen.server.testing;

import dev.plangen.server.tls.IdentityFiles;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;

/** Certificates of the loopback, made by the JDK's keytool. */
public final class Certificates {

  private static final String PASSWORD = "changeit";

  private Certificates() {}

  /** One that vouches for itself, and may vouch for others. */
  public static IdentityFiles create(Path directory, String name) throws Exception {
    return create(directory, name, "CN=" + name, "san=dns:localhost,ip:127.0.0.1", "bc=ca:true");
  }

  /**
   * One that vouches for itself.
   *
   * @param extensions as keytool takes them
   */
  public static IdentityFiles create(
      Path directory, String name, String subject, String... extensions) throws Exception {
    generate(directory, name, subject, "-1H", extensions);
    return export(directory, name);
  }

  /**
   * One that {@code issuer}, made here in the same directory, vouches for.
   *
   * @param start when it becomes valid, for two days, as keytool takes it: {@code -3d} is over
   */
  public static IdentityFiles issue(
      Path directory,
      String issuer,
      String name,
      String subject,
      String start,
      String... extensions)
      throws Exception {
    generate(directory, name, subject, "-1H");
    Path request = directory.resolve(name + ".csr");
    Path signed = directory.resolve(name + ".signed");
    keytool(directory, name, "-certreq", "-file", request.toString());
    List<String> sign =
        new ArrayList<>(
            List.of("-gencert", "-rfc", "-validity", "2", "-startdate", start, "-infile"));
    sign.addAll(List.of(request.toString(), "-outfile", signed.toString()));
    Arrays.stream(extensions).forEach(extension -> sign.addAll(List.of("-ext", extension)));
    keytool(directory, issuer, sign.toArray(String[]::new));
    IdentityFiles own = export(directory, name);
    Files.copy(signed, own.certificate(), StandardCopyOption.REPLACE_EXISTING);
    return own;
  }

  private static void generate(
      Path directory, String name, String subject, String start, String... extensions)
      throws Exception {
    List<String> command = new ArrayList<>(List.of("-genkeypair", "-keyalg", "EC"));
    command.addAll(List.of("-groupname", "secp256r1", "-dname", subject));
    command.addAll(List.of("-validity", "2", "-startdate", start));
    Arrays.stream(extensions).forEach(extension -> command.addAll(List.of("-ext", extension)));
    keytool(directory, name, command.toArray(String[]::new));
  }

  private static void keytool(Path directory, String name, String... flags) throws Exception {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "keytool").toString());
    command.addAll(List.of(flags));
    command.addAll(List.of("-alias", name, "-storetype", "PKCS12", "-storepass", PASSWORD));
    command.addAll(List.of("-keystore", directory.resolve(name + ".p12").toString()));
    Process keytool = new ProcessBuilder(command).inheritIO().start();
    if (keytool.waitFor() != 0) {
      throw new IllegalStateException("keytool made no certificate");
    }
  }

  private static IdentityFiles export(Path directory, String name) throws Exception {
    KeyStore keys = KeyStore.getInstance("PKCS12");
    try (InputStream in = Files.newInputStream(directory.resolve(name + ".p12"))) {
      keys.load(in, PASSWORD.toCharArray());
    }
    return new IdentityFiles(
        pem(directory, name + ".crt", "CERTIFICATE", keys.getCertificate(name).getEncoded()),
        pem(
            directory,
            name + ".key",
            "PRIVATE KEY",
            keys.getKey(name, PASSWORD.toCharArray()).getEncoded()));
  }

  private static Path pem(Path directory, String file, String label, byte[] der)
      throws IOException {
    String body = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der);
    return Files.writeString(
        directory.resolve(file),
        "-----BEGIN " + label + "-----\n" + body + "\n-----END " + label + "-----\n",
        StandardCharsets.US_ASCII);
  }
}
