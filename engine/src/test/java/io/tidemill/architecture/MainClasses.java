package io.tidemill.architecture;

import module java.base;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;

/// The engine's own classes as compiled, without its tests: read once for all tests about them.
final class MainClasses {
    private static final String KNOWN = "io/tidemill/sql/types/package-info.class";

    static final JavaClasses ALL = read();

    private MainClasses() {}

    private static JavaClasses read() {
        String url = MainClasses.class.getClassLoader().getResource(KNOWN).toString();
        try {
            return new ClassFileImporter()
                    .importUrl(URI.create(url.substring(0, url.length() - KNOWN.length())).toURL());
        } catch (MalformedURLException e) {
            throw new AssertionError("no address of compiled classes: " + url, e);
        }
    }
}
