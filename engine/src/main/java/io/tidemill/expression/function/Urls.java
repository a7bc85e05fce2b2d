package io.tidemill.expression.function;

import io.tidemill.data.Condition;
import io.tidemill.data.TidemillException;
import io.tidemill.expression.Evaluation;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// `parse_url`: the parts of a URL, as Java's [URI] sees them.
final class Urls {
    private Urls() {}

    static @Nullable Object part(@Nullable Object[] a, Evaluation evaluation) {
        var text = Catalog.<String>the(a[0]);
        var part = Catalog.<String>the(a[1]);
        URI url;
        try {
            url = new URI(text);
        } catch (URISyntaxException e) {
            throw new TidemillException(
                    Condition.INVALID_URL,
                    "The url is invalid: " + text,
                    "use `try_parse_url` to get NULL instead",
                    e);
        }
        if (a.length > 2) {
            return part.equals("QUERY") ? value(url.getRawQuery(), Catalog.the(a[2])) : null;
        }
        return switch (part) {
            case "HOST" -> url.getHost();
            case "PATH" -> url.getRawPath();
            case "QUERY" -> url.getRawQuery();
            case "REF" -> url.getRawFragment();
            case "PROTOCOL" -> url.getScheme();
            case "FILE" ->
                    url.getRawQuery() == null
                            ? url.getRawPath()
                            : url.getRawPath() + "?" + url.getRawQuery();
            case "AUTHORITY" -> url.getRawAuthority();
            case "USERINFO" -> url.getRawUserInfo();
            default -> null;
        };
    }

    private static @Nullable String value(@Nullable String query, String key) {
        if (query == null) {
            return null;
        }
        var found = Pattern.compile("(&|^)" + Pattern.quote(key) + "=([^&]*)").matcher(query);
        return found.find() ? found.group(2) : null;
    }
}
