package io.tidemill.app.output;

import org.jline.utils.WCWidth;

/// How many columns of a terminal a text takes: none for marks that combine, two for wide letters.
final class DisplayWidth {
    private DisplayWidth() {}

    static int of(String text) {
        return text.codePoints().map(c -> Math.max(0, WCWidth.wcwidth(c))).sum();
    }
}
