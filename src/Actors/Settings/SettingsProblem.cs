namespace WandbActors.Actors.Settings;

/// <summary>What is wrong with the settings, and what to do: a sentence without its full stop.</summary>
/// <param name="Text">The sentence; it begins with the setting's key, or with the variable that has set it.</param>
/// <param name="IsOfVariable">Whether a variable of the environment is wrong by itself, whatever else is set.</param>
internal readonly record struct SettingsProblem(string Text, bool IsOfVariable);
