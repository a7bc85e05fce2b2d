package io.tidemill.file;

import io.tidemill.connect.EpochLimits;
import io.tidemill.connect.option.ByteSize;
import io.tidemill.connect.option.Option;
import java.time.Duration;
import java.util.Optional;

/// The options of reading files, whatever their format, by Spark's names.
public record FileSourceOptions(
        @Option(
                        name = "path",
                        required = true,
                        help =
                                "A file, a directory, or a glob of them (*, ?, [a-c], {x,y})."
                                        + " Relative paths start at the script, or at the working"
                                        + " directory.")
                String path,
        @Option(
                        name = "recursiveFileLookup",
                        otherwise = "false",
                        help =
                                "Whether files in directories below are read as well; folders named"
                                        + " key=value are then no columns.")
                boolean recursiveFileLookup,
        @Option(name = "pathGlobFilter", help = "A glob that names of files must match: *.json.")
                Optional<String> pathGlobFilter,
        @Option(
                        name = "maxFilesPerTrigger",
                        help =
                                "The most files that one epoch of a stream takes, at least 1; 1000"
                                        + " when neither this nor maxBytesPerTrigger is given.")
                Optional<Integer> maxFilesPerTrigger,
        @Option(
                        name = "maxBytesPerTrigger",
                        help =
                                "About how many bytes one epoch of a stream takes; a larger file is"
                                        + " taken in several epochs if its lines are its rows and"
                                        + " it is not compressed, else whole. Not together with"
                                        + " maxFilesPerTrigger. 1GiB when neither is given.")
                Optional<ByteSize> maxBytesPerTrigger,
        @Option(
                        name = "latestFirst",
                        otherwise = "false",
                        help = "Whether a stream takes the newest files first.")
                boolean latestFirst,
        @Option(
                        name = "fileNameOnly",
                        otherwise = "false",
                        help =
                                "Whether a file counts as read when one of the same name was, in"
                                        + " whatever directory.")
                boolean fileNameOnly,
        @Option(
                        name = "maxFileAge",
                        otherwise = "7d",
                        help =
                                "How much older than the newest file read a file may be to be taken"
                                        + " by a stream; what was read before that is forgotten. Has no"
                                        + " effect with latestFirst and a limit.")
                Duration maxFileAge,
        @Option(
                        name = "minFileAge",
                        otherwise = "0s",
                        help =
                                "How long a file must have been left unchanged to be taken by a"
                                        + " stream, for writers that do not rename finished files into"
                                        + " place.")
                Duration minFileAge,
        @Option(
                        name = "changedFiles",
                        otherwise = "fail",
                        help =
                                "What a stream does when a file it has read changes: fail, or"
                                        + " ignore the change.")
                Changed changedFiles,
        @Option(
                        name = "ignoreCorruptFiles",
                        otherwise = "false",
                        help =
                                "Whether a compressed file that ends too early is read as far as it"
                                        + " goes, with one bad record for the rest, instead of ending"
                                        + " the query.")
                boolean ignoreCorruptFiles,
        @Option(
                        name = "cleanSource",
                        otherwise = "off",
                        help =
                                "What becomes of a file once the epoch that read it is committed:"
                                        + " off, archive or delete.")
                Clean cleanSource,
        @Option(
                        name = "sourceArchiveDir",
                        help = "Where cleanSource = archive moves files to; outside of the path.")
                Optional<String> sourceArchiveDir,
        @Option(
                        name = "maxPartitionBytes",
                        otherwise = "64MiB",
                        help =
                                "The largest piece of a file that one worker reads; larger files"
                                        + " that can be cut are shared. At least 64KiB.")
                ByteSize maxPartitionBytes,
        @Option(
                        name = "partitionColumnTypeInference",
                        otherwise = "true",
                        help =
                                "Whether columns found in folders named key=value are INT, BIGINT,"
                                        + " DOUBLE, DATE or TIMESTAMP where their values allow it;"
                                        + " otherwise STRING.")
                boolean partitionTypes) {

    /// What to do when a file that was read has changed.
    public enum Changed {
        FAIL,
        IGNORE
    }

    /// What becomes of files that were read.
    public enum Clean {
        OFF,
        ARCHIVE,
        DELETE
    }

    public FileSourceOptions {
        if (maxFilesPerTrigger.isPresent() && maxBytesPerTrigger.isPresent()) {
            throw new IllegalArgumentException(
                    "the options 'maxFilesPerTrigger' and 'maxBytesPerTrigger' exclude each other");
        }
        if (maxFilesPerTrigger.isPresent() && maxFilesPerTrigger.get() < 1) {
            throw new IllegalArgumentException(
                    "the option 'maxFilesPerTrigger' must be at least 1");
        }
        if (maxBytesPerTrigger.isPresent() && maxBytesPerTrigger.get().bytes() < 1) {
            throw new IllegalArgumentException(
                    "the option 'maxBytesPerTrigger' must be at least 1");
        }
        if (maxPartitionBytes.bytes() < 1 << 16) {
            throw new IllegalArgumentException(
                    "the option 'maxPartitionBytes' must be at least 64KiB");
        }
        if (cleanSource == Clean.ARCHIVE && sourceArchiveDir.isEmpty()) {
            throw new IllegalArgumentException(
                    "the option 'cleanSource' is 'archive', which needs 'sourceArchiveDir'");
        }
        if (maxFileAge.isNegative() || minFileAge.isNegative()) {
            throw new IllegalArgumentException(
                    "the options 'maxFileAge' and 'minFileAge' must not be negative");
        }
    }

    /// These, with other limits of an epoch.
    FileSourceOptions limited(EpochLimits limits) {
        return new FileSourceOptions(
                path,
                recursiveFileLookup,
                pathGlobFilter,
                limits.files(),
                limits.bytes(),
                latestFirst,
                fileNameOnly,
                maxFileAge,
                minFileAge,
                changedFiles,
                ignoreCorruptFiles,
                cleanSource,
                sourceArchiveDir,
                maxPartitionBytes,
                partitionTypes);
    }

    /// The most files of one epoch.
    int filesMax() {
        return maxFilesPerTrigger.orElse(maxBytesPerTrigger.isPresent() ? Integer.MAX_VALUE : 1000);
    }

    /// The most bytes of one epoch.
    long bytesMax() {
        return maxBytesPerTrigger
                .map(ByteSize::bytes)
                .orElse(maxFilesPerTrigger.isPresent() ? Long.MAX_VALUE : 1L << 30);
    }

    /// Whether old files are passed over and forgotten.
    boolean forgets() {
        return !(latestFirst && (maxFilesPerTrigger.isPresent() || maxBytesPerTrigger.isPresent()));
    }
}
