package io.tidemill.app.doctor;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.jar.JarFile;
import java.util.jar.Manifest;

/// Which version of what is on the class path, as the jars themselves say.
public final class Versions {
    private static final String DEVELOPMENT = "development";
    private static final String[] KEYS = {"Implementation-Version", "Bundle-Version"};

    private Versions() {}

    /// Tidemill's own version; `development` when its classes do not come out of a jar.
    public static String tidemill() {
        return of(Versions.class.getName()).orElse(DEVELOPMENT);
    }

    /// The version of the jar that `className` is in; empty when there is no such class.
    ///
    /// Classes are looked up, not initialised: natives are not loaded.
    static Optional<String> of(String className) {
        try {
            Class<?> found = Class.forName(className, false, Versions.class.getClassLoader());
            var source = found.getProtectionDomain().getCodeSource();
            if (source == null) {
                return Optional.empty();
            }
            Path jar = Path.of(source.getLocation().toURI());
            return Optional.of(jar.toString().endsWith(".jar") ? version(jar) : DEVELOPMENT);
        } catch (ClassNotFoundException _) {
            return Optional.empty();
        } catch (IOException | URISyntaxException e) {
            throw new IllegalStateException("cannot see where " + className + " comes from", e);
        }
    }

    private static String version(Path jar) throws IOException {
        try (var opened = new JarFile(jar.toFile())) {
            Manifest manifest = opened.getManifest();
            for (String key : KEYS) {
                String value = manifest == null ? null : manifest.getMainAttributes().getValue(key);
                if (value != null) {
                    return value;
                }
            }
        }
        return jar.toFile().getName();
    }
}
