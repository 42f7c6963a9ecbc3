using System;

namespace Sinter.Tool;

/// <summary>What the user asked for cannot be done; the message says why and what there is instead.</summary>
sealed class ToolException(string message) : Exception(message);
