package io.tidemill.system.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import module java.base;

import io.tidemill.system.FileStat;
import io.tidemill.system.FileSystem;
import io.tidemill.system.ReadableFile;
import io.tidemill.system.RealWorld;
import io.tidemill.system.WritableFile;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// The simulated file system does what the real one does, on random sequences of calls.
class FilesAlikeTest {
    private static final List<String> NAMES = List.of("a", "b", "c", "d/e", "d", "d/e/f", "g/h");
    private static final int STEPS = 400;
    private static final Path ROOT = Path.of("/simulated");

    @TempDir Path directory;

    static LongStream seeds() {
        var chosen = Long.getLong("seed");
        return chosen == null ? LongStream.range(0, 40) : LongStream.of(chosen);
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void realAndSimulatedFilesBehaveAlike(long seed) throws IOException {
        var simulated = new Simulation(seed).start().world().files();
        simulated.makeDirectories(ROOT);
        var one = new Player(RealWorld.create().files(), directory, new SplittableRandom(seed));
        var other = new Player(simulated, ROOT, new SplittableRandom(seed));
        for (var step = 0; step < STEPS; step++) {
            assertThat(other.step()).as("step %d".formatted(step)).isEqualTo(one.step());
        }
        one.close();
        other.close();
    }

    /// Makes random calls; says what came of each in words that do not name the directory.
    private static final class Player {
        private final FileSystem files;
        private final Path directory;
        private final SplittableRandom random;
        private final List<WritableFile> writing = new ArrayList<>();
        private final List<ReadableFile> reading = new ArrayList<>();

        Player(FileSystem files, Path directory, SplittableRandom random) {
            this.files = files;
            this.directory = directory;
            this.random = random;
        }

        String step() {
            var path = path();
            var kind = random.nextInt(17);
            var number = random.nextInt(5000);
            var length = random.nextInt(2000);
            var second = path();
            var call = "%d %s %s %d %d ".formatted(kind, path, second, number, length);
            try {
                return relative(call + step(kind, path, second, number, length));
            } catch (NoSuchFileException
                    | FileAlreadyExistsException
                    | DirectoryNotEmptyException e) {
                var promised = kind != 6 && kind != 8; // only that these fail
                return relative(
                        call
                                + (promised
                                        ? e.getClass().getSimpleName()
                                        : "another FileSystemException"));
            } catch (FileSystemException e) {
                return relative(call + "another FileSystemException");
            } catch (IOException e) {
                return relative(call + "IOException");
            }
        }

        private String step(int kind, Path path, Path second, int number, int length)
                throws IOException {
            return switch (kind) {
                case 0 -> files.stat(path).map(this::describe).orElse("nothing");
                case 1 -> {
                    writing.add(files.create(path));
                    yield "created";
                }
                case 2 -> {
                    writing.add(files.openForWriting(path));
                    yield "opened";
                }
                case 3 -> {
                    reading.add(files.open(path));
                    yield "opened";
                }
                case 4 -> files.list(path).stream().map(this::describe).toList().toString();
                case 5 -> {
                    files.makeDirectories(path);
                    yield "made";
                }
                case 6 -> {
                    files.rename(path, second);
                    yield "renamed";
                }
                case 7 -> "deleted " + files.delete(path);
                case 8 -> {
                    files.syncDirectory(path);
                    yield "synced";
                }
                case 9 -> {
                    files.publish(path, second);
                    yield "published";
                }
                case 10 -> Arrays.hashCode(files.readAll(path, 1 << 20)) + "";
                default -> handle(kind, number, length);
            };
        }

        private String handle(int kind, int number, int length) throws IOException {
            if (kind < 14 && !writing.isEmpty()) {
                var file = writing.get(number % writing.size());
                return switch (kind) {
                    case 11 -> {
                        var bytes = new byte[length];
                        Arrays.fill(bytes, (byte) number);
                        file.writeFully(number, bytes, 0, length);
                        yield "wrote, size " + file.size();
                    }
                    case 12 -> {
                        file.truncate(number);
                        yield "cut to " + file.size();
                    }
                    default -> {
                        file.preallocate(number);
                        file.sync();
                        yield "allocated to " + file.size();
                    }
                };
            }
            if (!reading.isEmpty()) {
                var file = reading.get(number % reading.size());
                if (kind == 16) {
                    try (var stream = file.stream(number)) {
                        return "streamed " + Arrays.hashCode(stream.readAllBytes());
                    }
                }
                var bytes = new byte[length];
                var read = file.read(number, bytes, 0, length);
                return "read %d of %d: %d".formatted(read, file.size(), Arrays.hashCode(bytes));
            }
            return "no file is open";
        }

        private Path path() {
            return directory.resolve(NAMES.get(random.nextInt(NAMES.size())));
        }

        private String describe(FileStat stat) {
            return "%s %s %d".formatted(stat.path(), stat.kind(), stat.size());
        }

        private String relative(String text) {
            return text.replace(directory.toString(), "");
        }

        void close() throws IOException {
            for (var file : writing) {
                file.close();
            }
            for (var file : reading) {
                file.close();
            }
        }
    }
}
