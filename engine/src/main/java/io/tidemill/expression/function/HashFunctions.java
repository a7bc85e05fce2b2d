package io.tidemill.expression.function;

import io.tidemill.data.Condition;
import io.tidemill.expression.Types;
import io.tidemill.sql.types.DataTypes;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.zip.CRC32;
import org.jspecify.annotations.Nullable;

/// Checksums and hashes.
final class HashFunctions {
    private static final int SEED = 42;

    private HashFunctions() {}

    static void define(Catalog catalog) {
        catalog.define(Group.HASH, "md5(binary)")
                .says("The MD5 checksum in hexadecimal digits.")
                .example("md5('Spark')")
                .takes(Kind.BINARY)
                .gives(DataTypes.StringType)
                .total()
                .with1((byte[] bytes) -> digest("MD5", bytes));
        catalog.define(Group.HASH, "sha1(binary)")
                .alias("sha")
                .says("The SHA-1 checksum in hexadecimal digits.")
                .example("sha1('Spark')")
                .takes(Kind.BINARY)
                .gives(DataTypes.StringType)
                .total()
                .with1((byte[] bytes) -> digest("SHA-1", bytes));
        catalog.define(Group.HASH, "sha2(binary, bits)")
                .says(
                        "The SHA-2 checksum of 224, 256 (or 0), 384 or 512 bits; NULL for other sizes.")
                .example("sha2('Spark', 256)")
                .takes(Kind.BINARY, Kind.INT)
                .gives(DataTypes.StringType)
                .maybeNull()
                .total()
                .with2((byte[] bytes, Integer bits) -> sha2(bytes, bits));
        catalog.define(Group.HASH, "crc32(binary)")
                .says("The CRC-32 checksum, a BIGINT.")
                .example("crc32('Spark')")
                .takes(Kind.BINARY)
                .gives(DataTypes.LongType)
                .total()
                .with1((byte[] bytes) -> {
                    var crc = new CRC32();
                    crc.update(bytes);
                    return crc.getValue();
                });
        catalog.define(Group.HASH, "hash(value, ...)")
                .says("The Murmur3 hash of the values, an INT; the same as Spark's.")
                .example("hash('Spark', array(123), 2)")
                .total()
                .withTyping(arguments -> hash(arguments, false));
        catalog.define(Group.HASH, "xxhash64(value, ...)")
                .says("The xxHash64 hash of the values, a BIGINT; the same as Spark's.")
                .example("xxhash64('Spark', array(123), 2)")
                .total()
                .withTyping(arguments -> hash(arguments, true));
    }

    private static String digest(String algorithm, byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance(algorithm).digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has " + algorithm, e);
        }
    }

    private static @Nullable String sha2(byte[] bytes, int bits) {
        return switch (bits) {
            case 224 -> digest("SHA-224", bytes);
            case 0, 256 -> digest("SHA-256", bytes);
            case 384 -> digest("SHA-384", bytes);
            case 512 -> digest("SHA-512", bytes);
            default -> null;
        };
    }

    private static Signature hash(Arguments arguments, boolean wide) {
        arguments.countBetween(1, Integer.MAX_VALUE);
        var types = arguments.types();
        if (types.stream().anyMatch(Types::holdsMap)) {
            throw arguments.mismatch(
                    Condition.DATATYPE_MISMATCH__HASH_MAP_TYPE,
                    "Input to the function `%s` cannot contain elements of the \"MAP\" type"
                            .formatted(arguments.function()));
        }
        Body body =
                (a, _) -> {
                    if (wide) {
                        long hash = SEED;
                        for (int i = 0; i < a.length; i++) {
                            hash = SparkHash.wide(types.get(i), a[i], hash);
                        }
                        return hash;
                    }
                    int hash = SEED;
                    for (int i = 0; i < a.length; i++) {
                        hash = SparkHash.narrow(types.get(i), a[i], hash);
                    }
                    return hash;
                };
        return new Signature(types, wide ? DataTypes.LongType : DataTypes.IntegerType, false, body);
    }
}
