namespace FastTokens;

/// <summary>What <see cref="ProfileCalibrator.Observe"/> made of an observation.</summary>
public enum CalibrationOutcome
{
    /// <summary>It moved the multipliers by all that it could tell.</summary>
    Learned,

    /// <summary>It moved them, but by less: it lay far from what was expected.</summary>
    Bounded,

    /// <summary>It lay so far from what was expected that something else than text must have been counted; it moved nothing.</summary>
    Rejected,

    /// <summary>It was too short to tell anything, and moved nothing.</summary>
    TooShort,
}
