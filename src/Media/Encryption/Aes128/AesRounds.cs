using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.Arm;
using ArmAes = System.Runtime.Intrinsics.Arm.Aes;
using X86Aes = System.Runtime.Intrinsics.X86.Aes;

namespace MediaPlatform.Media.Encryption.Aes128;

/// <summary>Single AES rounds by the instructions of the processor; the branches are constants to the compiler.</summary>
internal static class AesRounds
{
    /// <summary>False where only the library of the operating system can do AES.</summary>
    public static bool IsSupported => X86Aes.IsSupported || ArmAes.IsSupported;

    /// <summary>SubBytes, ShiftRows, MixColumns, then AddRoundKey (FIPS 197 5.1).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<byte> Middle(Vector128<byte> state, Vector128<byte> key) => X86Aes.IsSupported
        ? X86Aes.Encrypt(state, key)
        : AdvSimd.Xor(ArmAes.MixColumns(ArmAes.Encrypt(state, Vector128<byte>.Zero)), key);

    /// <summary>The last round, which has no MixColumns.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<byte> Last(Vector128<byte> state, Vector128<byte> key) => X86Aes.IsSupported
        ? X86Aes.EncryptLast(state, key)
        : AdvSimd.Xor(ArmAes.Encrypt(state, Vector128<byte>.Zero), key);

    /// <summary>S-box on the four bytes of a word of the key schedule.</summary>
    public static uint SubstituteWord(uint word)
    {
        // ShiftRows moves bytes between columns only, so a block of four equal columns keeps every column.
        var block = Vector128.Create(word).AsByte();
        return Last(block, Vector128<byte>.Zero).AsUInt32().ToScalar();
    }
}
