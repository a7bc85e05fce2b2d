package io.tidemill.kafka.avro;

import io.tidemill.data.Condition;
import io.tidemill.data.Json;
import io.tidemill.data.TidemillException;
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

/// A registry of schemas, over HTTP: `GET /schemas/ids/{id}`. What an id means never changes, so
/// each is asked for once. Thread-safe.
///
/// Source: Confluent's Schema Registry API reference.
final class Registry {
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final int TRIES = 3;

    private final String url;
    private final Optional<String> user;
    private final HttpClient client =
            HttpClient.newBuilder()
                    .connectTimeout(PATIENCE)
                    .followRedirects(HttpClient.Redirect.NORMAL)
                    .build();
    private final Map<Integer, String> known = new ConcurrentHashMap<>();

    Registry(String url, Optional<String> user) {
        this.url = url.endsWith("/") ? url.substring(0, url.length() - 1) : url;
        this.user = user;
    }

    /// The text of a schema.
    ///
    /// @throws TidemillException FAILED_READ_FILE when the registry does not have it or cannot be
    ///   asked
    String schema(int id) {
        return known.computeIfAbsent(id, this::ask);
    }

    private String ask(int id) {
        var uri = URI.create("%s/schemas/ids/%d".formatted(url, id));
        var request =
                HttpRequest.newBuilder(uri)
                        .timeout(PATIENCE)
                        .header("Accept", "application/vnd.schemaregistry.v1+json");
        user.ifPresent(text ->
                request.header(
                        "Authorization",
                        "Basic "
                                + Base64.getEncoder()
                                        .encodeToString(text.getBytes(StandardCharsets.UTF_8))));
        var problem = "";
        for (int attempt = 0; attempt < TRIES; attempt++) {
            try {
                var answer = client.send(request.build(), HttpResponse.BodyHandlers.ofString());
                if (answer.statusCode() == 200
                        && Json.parseObject(answer.body()).get("schema") instanceof String text) {
                    return text;
                }
                problem = "HTTP %d: %s".formatted(answer.statusCode(), answer.body());
                if (answer.statusCode() < 500) {
                    break;
                }
            } catch (IOException e) {
                problem = e.toString();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                problem = "interrupted";
                break;
            }
        }
        throw new TidemillException(
                Condition.FAILED_READ_FILE,
                "the schema %d cannot be had from %s: %s".formatted(id, uri, problem),
                "see that schema.registry.url is right and the registry answers");
    }
}
