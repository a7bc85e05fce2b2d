package io.tidemill.system.simulation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import module java.base;

import io.tidemill.system.DiskFullException;
import io.tidemill.system.FileSystem;
import io.tidemill.system.WritableFile;
import org.junit.jupiter.api.Test;

/// What survives, what fails, and how.
class SimulatedDiskTest {
    private static final Path DIRECTORY = Path.of("/d");
    private static final Path FILE = DIRECTORY.resolve("file");

    private final Simulation simulation = new Simulation(7);
    private SimulatedProcess process = simulation.start();

    SimulatedDiskTest() throws IOException {
        files().makeDirectories(DIRECTORY);
    }

    @Test
    void whatWasSyncedSurvivesAPowerFailure() throws IOException {
        var file = files().create(FILE);
        write(file, 0, "synced");
        file.sync();
        files().syncDirectory(DIRECTORY);
        write(file, 6, "not synced");
        restartAfter(Survival.NOTHING_UNSYNCED);
        assertThat(content(FILE)).isEqualTo("synced");
    }

    @Test
    void aNameIsLostWithoutASyncOfItsDirectory() throws IOException {
        var file = files().create(FILE);
        write(file, 0, "synced");
        file.sync();
        restartAfter(Survival.NOTHING_UNSYNCED);
        assertThat(files().stat(FILE)).isEmpty();
    }

    @Test
    void aRenameIsUndoneWithoutASyncOfItsDirectory() throws IOException {
        synced(FILE, "old");
        var other = DIRECTORY.resolve("other");
        synced(other, "new");
        files().rename(other, FILE);
        assertThat(content(FILE)).isEqualTo("new");
        restartAfter(Survival.NOTHING_UNSYNCED);
        assertThat(content(FILE)).isEqualTo("old");
        assertThat(content(other)).isEqualTo("new");
    }

    @Test
    void aRenameAcrossDirectoriesIsNeverHalfDone() throws IOException {
        for (var seed = 0; seed < 50; seed++) {
            var world = new Simulation(seed);
            var files = world.start().world().files();
            var from = Path.of("/a/x");
            var to = Path.of("/b/x");
            files.makeDirectories(Path.of("/a"));
            files.makeDirectories(Path.of("/b"));
            files.create(from).close();
            files.syncDirectory(Path.of("/a"));
            files.rename(from, to);
            if (seed % 3 == 0) {
                files.syncDirectory(Path.of("/b"));
            }
            world.powerFails(Survival.AT_RANDOM);
            var after = world.start().world().files();
            assertThat(after.stat(from).isPresent()).isNotEqualTo(after.stat(to).isPresent());
        }
    }

    @Test
    void aTornWriteLeavesSomeSectorsAtSomeSeeds() throws IOException {
        var outcomes = new TreeSet<String>();
        for (var seed = 0; seed < 200; seed++) {
            var world = new Simulation(seed);
            var first = world.start();
            var file = first.world().files().create(FILE.getRoot().resolve("f"));
            first.world().files().syncDirectory(FILE.getRoot());
            first.faults().when((call, _) -> call == Call.WRITE, Fault.TORN_WRITE, 1);
            var bytes = new byte[4096];
            Arrays.fill(bytes, (byte) 'x');
            assertThatThrownBy(() -> file.writeFully(0, bytes, 0, bytes.length))
                    .isInstanceOf(ProcessStopped.class);
            var left = world.start().world().files().readAll(Path.of("/f"), 1 << 20);
            assertThat(left.length).isLessThanOrEqualTo(2048);
            var sectors = new StringBuilder();
            for (var at = 0; at < left.length; at += DiskNode.SECTOR) {
                sectors.append(left[at] == 'x' ? 'x' : '0');
            }
            outcomes.add(sectors.toString());
        }
        assertThat(outcomes).contains("", "xxxx", "0000").hasSizeGreaterThan(8);
    }

    @Test
    void aKilledProcessLosesNothingItWrote() throws IOException {
        var file = files().create(FILE);
        write(file, 0, "in the cache");
        process.kill("by the test");
        assertThatThrownBy(() -> write(file, 0, "x")).isInstanceOf(ProcessStopped.class);
        assertThatThrownBy(() -> process.world().files().stat(FILE))
                .isInstanceOf(ProcessStopped.class);
        process = simulation.start();
        assertThat(content(FILE)).isEqualTo("in the cache");
    }

    @Test
    void afterAFailedSyncALaterOneProvesNothing() throws IOException {
        var lost = 0;
        for (var seed = 0; seed < 50; seed++) {
            var world = new Simulation(seed);
            var first = world.start();
            var path = Path.of("/f");
            var file = first.world().files().create(path);
            first.world().files().syncDirectory(Path.of("/"));
            write(file, 0, "data");
            first.faults().when((call, _) -> call == Call.SYNC, Fault.SYNC_ERROR, 1);
            assertThatThrownBy(file::sync).isInstanceOf(SyncFailedException.class);
            file.sync();
            world.powerFails(Survival.AT_RANDOM);
            var left = world.start().world().files().readAll(path, 100);
            lost += new String(left, StandardCharsets.UTF_8).equals("data") ? 0 : 1;
        }
        assertThat(lost).isBetween(5, 45);
    }

    @Test
    void aFullDiskTakesWhatFitsAndOverwritesUntilThereIsSpace() throws IOException {
        var file = files().create(FILE);
        write(file, 0, "12345678");
        simulation.disk().limitFree(4);
        assertThat(file.write(8, new byte[10], 0, 10)).isEqualTo(4);
        assertThatThrownBy(() -> write(file, 12, "x"))
                .isInstanceOf(DiskFullException.class)
                .hasMessageContaining(FILE.toString());
        assertThatThrownBy(() -> files().create(DIRECTORY.resolve("other")))
                .isInstanceOf(DiskFullException.class);
        write(file, 0, "overwritten");
        assertThat(files().freeBytes(FILE)).isZero();
        simulation.disk().makeSpace();
        write(file, 12, "x");
    }

    @Test
    void aDiskThatFillsAtACallStaysFull() throws IOException {
        var file = files().create(FILE);
        process.faults().when((call, _) -> call == Call.WRITE, Fault.DISK_FULL, 1);
        assertThatThrownBy(() -> write(file, 0, "x")).isInstanceOf(DiskFullException.class);
        assertThatThrownBy(() -> write(file, 0, "x")).isInstanceOf(DiskFullException.class);
        assertThat(files().delete(FILE)).isTrue();
        simulation.disk().makeSpace();
        files().create(FILE);
    }

    @Test
    void callsAreCountedAndFailWhereAsked() throws IOException {
        var before = process.faults().count();
        process.faults().at(before + 2, Fault.THROW_BEFORE).at(before + 3, Fault.THROW_AFTER);
        files().create(FILE);
        assertThatThrownBy(() -> files().delete(FILE)).hasMessageContaining("before DELETE");
        assertThat(simulation.disk().files(DIRECTORY)).containsKey(FILE);
        assertThatThrownBy(() -> files().delete(FILE)).hasMessageContaining("after DELETE");
        assertThat(simulation.disk().files(DIRECTORY)).isEmpty();
        assertThat(process.faults().count()).isEqualTo(before + 3);
        assertThat(process.faults().log().getLast()).contains("DELETE", "<- THROW_AFTER");
    }

    @Test
    void aStopBeforeOrAfterACallEndsTheProcess() throws IOException {
        process.faults().at(process.faults().count() + 1, Fault.STOP_AFTER);
        assertThatThrownBy(() -> files().create(FILE)).isInstanceOf(ProcessStopped.class);
        assertThatThrownBy(() -> process.world().clock().nanos())
                .isInstanceOf(ProcessStopped.class);
        process = simulation.start();
        assertThat(files().stat(FILE)).isPresent();
        process.faults().at(process.faults().count() + 1, Fault.STOP);
        assertThatThrownBy(() -> files().delete(FILE)).isInstanceOf(ProcessStopped.class);
        process = simulation.start();
        assertThat(files().stat(FILE)).isPresent();
    }

    @Test
    void aShortWriteSaysHowMuchItWrote() throws IOException {
        var file = files().create(FILE);
        process.faults().when((call, _) -> call == Call.WRITE, Fault.SHORT, 1);
        assertThat(file.write(0, new byte[100], 0, 100)).isEqualTo(50);
        process.faults().when((call, _) -> call == Call.WRITE, Fault.SHORT, 3);
        write(file, 0, "written in pieces");
        assertThat(content(FILE)).startsWith("written in pieces");
    }

    @Test
    void aLockIsHeldUntilItsProcessEndsOrClosesTheFile() throws IOException {
        var other = simulation.start();
        var lock = files().tryLock(FILE).orElseThrow();
        assertThat(other.world().files().tryLock(FILE)).isEmpty();
        assertThat(files().tryLock(FILE)).isEmpty();
        files().open(FILE).close(); // as POSIX has it
        assertThat(lock.isHeld()).isFalse();
        assertThat(other.world().files().tryLock(FILE)).isPresent();
        other.kill("by the test");
        assertThat(files().tryLock(FILE)).isPresent();
        simulation.disk().loseLocks();
        assertThat(simulation.start().world().files().tryLock(FILE)).isPresent();
    }

    @Test
    void theSameSeedSurvivesTheSame() throws IOException {
        assertThat(survivors(3)).isEqualTo(survivors(3)).isNotEqualTo(survivors(4));
    }

    private static String survivors(long seed) throws IOException {
        var world = new Simulation(seed);
        var files = world.start().world().files();
        for (var i = 0; i < 30; i++) {
            var path = Path.of("/d" + i % 3);
            files.makeDirectories(path);
            write(files.create(path.resolve("f" + i)), i, "content " + i);
        }
        world.powerFails(Survival.AT_RANDOM);
        var left = new StringBuilder();
        world.disk()
                .files(Path.of("/"))
                .forEach((path, bytes) -> left.append(path).append(Arrays.hashCode(bytes)));
        return left.toString();
    }

    private FileSystem files() {
        return process.world().files();
    }

    private void synced(Path path, String text) throws IOException {
        try (var file = files().create(path)) {
            write(file, 0, text);
            file.sync();
        }
        files().syncDirectory(DIRECTORY);
    }

    private String content(Path path) throws IOException {
        return new String(files().readAll(path, 1 << 20), StandardCharsets.UTF_8);
    }

    private void restartAfter(Survival survival) {
        simulation.powerFails(survival);
        process = simulation.start();
    }

    private static void write(WritableFile file, long position, String text) throws IOException {
        var bytes = text.getBytes(StandardCharsets.UTF_8);
        file.writeFully(position, bytes, 0, bytes.length);
    }
}
