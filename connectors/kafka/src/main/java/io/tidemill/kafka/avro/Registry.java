package io.tidemill.kafka.avro;

import io.tidemill.data.Condition;
import io.tidemill.data.Json;
import io.tidemill.data.TidemillException;
import io.tidemill.system.WorldClock;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A registry of schemas, over HTTP: `GET /schemas/ids/{id}`. What an id means never changes, so
/// each is asked for once. Thread-safe.
///
/// A registry that is away for a moment (no answer, HTTP 5xx, 429) is asked again for half a
/// minute. Whatever else it says that is no schema of Avro is an error of the query and never of
/// the record: were rows made NULL because a proxy answers with a page to log in, nobody would see
/// it.
///
/// Source: Confluent's Schema Registry API reference.
final class Registry {
    private static final Logger LOG = LoggerFactory.getLogger(Registry.class);
    private static final Duration ANSWER = Duration.ofSeconds(10);
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final Duration FIRST_PAUSE = Duration.ofMillis(100);
    private static final int MOST_DOUBLED = 4;
    private static final int SHOWN = 200;

    /// What the registry calls an id that it does not have, in the body of an HTTP 404.
    private static final Object NO_SUCH_SCHEMA = 40403L;

    private final String url;
    private final Optional<String> user;
    private final WorldClock clock;
    private final HttpClient client =
            HttpClient.newBuilder()
                    .connectTimeout(ANSWER)
                    .followRedirects(HttpClient.Redirect.NORMAL)
                    .build();
    private final Map<Integer, AvroSchema> known = new ConcurrentHashMap<>();

    /// The registry does not have the schema that a record names.
    static final class NotThere extends RuntimeException {
        private static final long serialVersionUID = 1L;

        NotThere(String message) {
            super(message, null, false, false);
        }
    }

    /// Away, for the moment.
    private static final class Away extends Exception {
        private static final long serialVersionUID = 1L;

        Away(String message) {
            super(message, null, false, false);
        }
    }

    Registry(String url, Optional<String> user, WorldClock clock) {
        this.url = url.endsWith("/") ? url.substring(0, url.length() - 1) : url;
        this.user = user;
        this.clock = clock;
    }

    /// Why no registry can be at this address, for the message "but must be …".
    static Optional<String> problem(String url) {
        try {
            var uri = URI.create(url.strip());
            boolean http = "http".equals(uri.getScheme()) || "https".equals(uri.getScheme());
            return http && uri.getHost() != null ? Optional.empty() : Optional.of(FORM);
        } catch (IllegalArgumentException e) {
            return Optional.of(FORM);
        }
    }

    private static final String FORM = "an address such as http://registry:8081";

    /// A schema.
    ///
    /// @throws NotThere when the registry answers that it has none of this id
    /// @throws TidemillException FAILED_READ_FILE when it cannot be asked, or answers with anything
    ///   else
    AvroSchema schema(int id) {
        return known.computeIfAbsent(id, this::ask);
    }

    private AvroSchema ask(int id) {
        var uri = URI.create("%s/schemas/ids/%d".formatted(url, id));
        long begin = clock.nanos();
        for (int attempt = 0; ; attempt++) {
            try {
                return answer(id, uri);
            } catch (Away e) {
                if (clock.nanos() - begin > PATIENCE.toNanos()) {
                    throw failed(id, uri, String.valueOf(e.getMessage()));
                }
                if (attempt == 0) {
                    LOG.warn("registry is away, asked again uri={} cause={}", uri, e.getMessage());
                }
            }
            try {
                clock.sleep(FIRST_PAUSE.multipliedBy(1L << Math.min(attempt, MOST_DOUBLED)));
            } catch (InterruptedException e) {
                throw interrupted(id, uri);
            }
        }
    }

    private AvroSchema answer(int id, URI uri) throws Away {
        HttpResponse<String> answer;
        try {
            answer = client.send(request(uri), HttpResponse.BodyHandlers.ofString());
        } catch (IOException e) {
            throw new Away(e.toString());
        } catch (InterruptedException e) {
            throw interrupted(id, uri);
        }
        int status = answer.statusCode();
        var said = "HTTP %d: %s".formatted(status, shortened(answer.body()));
        if (status >= 500 || status == 429) {
            throw new Away(said);
        }
        Map<String, ?> body;
        try {
            body = Json.parseObject(answer.body());
        } catch (RuntimeException e) {
            throw failed(id, uri, said + ", which is no answer of a registry");
        }
        if (status == 404 && NO_SUCH_SCHEMA.equals(body.get("error_code"))) {
            throw new NotThere("the registry at %s has no schema %d".formatted(url, id));
        }
        if (status != 200 || !(body.get("schema") instanceof String text)) {
            throw failed(id, uri, said);
        }
        if (body.get("schemaType") instanceof String type && !type.equals("AVRO")) {
            throw failed(id, uri, "it is of type %s, not AVRO".formatted(type));
        }
        try {
            return AvroSchema.parse(text);
        } catch (RuntimeException e) {
            throw failed(id, uri, "it is no schema of Avro: " + e.getMessage());
        }
    }

    private HttpRequest request(URI uri) {
        var request =
                HttpRequest.newBuilder(uri)
                        .timeout(ANSWER)
                        .header("Accept", "application/vnd.schemaregistry.v1+json");
        user.ifPresent(text ->
                request.header(
                        "Authorization",
                        "Basic "
                                + Base64.getEncoder()
                                        .encodeToString(text.getBytes(StandardCharsets.UTF_8))));
        return request.build();
    }

    private static String shortened(String body) {
        return body.length() > SHOWN ? body.substring(0, SHOWN) + "…" : body;
    }

    private static TidemillException interrupted(int id, URI uri) {
        Thread.currentThread().interrupt();
        return failed(id, uri, "interrupted");
    }

    private static TidemillException failed(int id, URI uri, String problem) {
        return new TidemillException(
                Condition.FAILED_READ_FILE,
                "the schema %d cannot be had from %s: %s".formatted(id, uri, problem),
                "see that schema.registry.url is right and the registry answers");
    }
}
