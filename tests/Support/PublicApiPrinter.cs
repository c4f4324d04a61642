using System.Globalization;
using System.Reflection;
using System.Runtime.CompilerServices;
using System.Text;

namespace FastTokens.Tests.Support;

/// <summary>Writes the public types and members of an assembly as text, sorted, a member a line.</summary>
internal static class PublicApiPrinter
{
    private const BindingFlags Declared = BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Static | BindingFlags.Instance | BindingFlags.DeclaredOnly;

    private static readonly Type[] KeywordTypes =
    [
        typeof(void), typeof(bool), typeof(byte), typeof(sbyte), typeof(short), typeof(ushort), typeof(int), typeof(uint),
        typeof(long), typeof(ulong), typeof(char), typeof(float), typeof(double), typeof(decimal), typeof(string), typeof(object),
    ];

    private static readonly string[] KeywordNames =
    [
        "void", "bool", "byte", "sbyte", "short", "ushort", "int", "uint", "long", "ulong", "char", "float", "double", "decimal", "string", "object",
    ];

    private static readonly NullabilityInfoContext Nullability = new();

    internal static string Print(Assembly assembly)
    {
        StringBuilder text = new();
        foreach (Type type in assembly.GetExportedTypes().OrderBy(static type => type.FullName, StringComparer.Ordinal))
        {
            text.Append(Header(type)).Append('\n');
            foreach (string member in Members(type).Order(StringComparer.Ordinal))
            {
                text.Append("    ").Append(member).Append('\n');
            }
        }

        return text.ToString();
    }

    private static string Header(Type type)
    {
        string kind = type switch
        {
            { IsEnum: true } => "enum",
            { IsInterface: true } => "interface",
            { IsValueType: true } => (type.IsDefined(typeof(IsReadOnlyAttribute)) ? "readonly " : "") + (type.IsByRefLike ? "ref struct" : "struct"),
            { IsAbstract: true, IsSealed: true } => "static class",
            { IsSealed: true } => "sealed class",
            { IsAbstract: true } => "abstract class",
            _ => "class",
        };
        Type? parent = type.IsClass && type.BaseType != typeof(object) ? type.BaseType : type.IsEnum ? Enum.GetUnderlyingType(type) : null;
        IEnumerable<string> interfaces = type.IsEnum ? [] : type.GetInterfaces().Where(static face => face.IsVisible).Select(NameOf).Order(StringComparer.Ordinal);
        string[] bases = [.. parent is null ? [] : (string[])[NameOf(parent)], .. interfaces];
        return $"public {kind} {NameOf(type)}" + (bases.Length > 0 ? " : " + string.Join(", ", bases) : "");
    }

    private static IEnumerable<string> Members(Type type)
    {
        if (type.IsEnum)
        {
            return Enum.GetNames(type).Select(name => $"{name} = {Convert.ToInt64(Enum.Parse(type, name), CultureInfo.InvariantCulture)}");
        }

        return type.GetFields(Declared).Where(static field => (field.IsPublic || field.IsFamily) && !field.IsSpecialName).Select(Field)
            .Concat(type.GetConstructors(Declared).Where(IsVisible).Select(Constructor))
            .Concat(type.GetProperties(Declared).Where(static property => property.GetAccessors(nonPublic: true).Any(IsVisible)).Select(Property))
            .Concat(type.GetEvents(Declared).Where(static raised => IsVisible(raised.AddMethod!)).Select(static raised => $"event {NameOf(raised.EventHandlerType!)} {raised.Name}"))
            .Concat(type.GetMethods(Declared).Where(static method => IsVisible(method) && !method.Name.Contains('<') && !IsAccessor(method)).Select(Method));
    }

    private static bool IsVisible(MethodBase method) => method.IsPublic || method.IsFamily || method.IsFamilyOrAssembly;

    private static bool IsAccessor(MethodInfo method) => method.IsSpecialName && !method.Name.StartsWith("op_", StringComparison.Ordinal);

    private static string Field(FieldInfo field)
    {
        string modifier = field.IsLiteral ? "const " : (field.IsStatic ? "static " : "") + (field.IsInitOnly ? "readonly " : "");
        string value = field.IsLiteral ? " = " + Literal(field.GetRawConstantValue()) : "";
        return modifier + Annotated(NameOf(field.FieldType), Nullability.Create(field)) + " " + field.Name + value;
    }

    private static string Constructor(ConstructorInfo constructor) => (constructor.IsStatic ? "static " : "") + ".ctor(" + Parameters(constructor) + ")";

    private static string Property(PropertyInfo property)
    {
        MethodInfo accessor = property.GetMethod ?? property.SetMethod!;
        ParameterInfo[] indexes = property.GetIndexParameters();
        string name = indexes.Length == 0 ? property.Name : "this[" + string.Join(", ", indexes.Select(Parameter)) + "]";
        string required = property.IsDefined(typeof(RequiredMemberAttribute)) ? "required " : "";
        string accessors = (property.GetMethod is { } get && IsVisible(get) ? "get; " : "")
            + (property.SetMethod is { } set && IsVisible(set) ? (IsInit(set) ? "init; " : "set; ") : "");
        return Modifiers(accessor) + required + Annotated(NameOf(property.PropertyType), Nullability.Create(property)) + " " + name + " { " + accessors + "}";
    }

    private static bool IsInit(MethodInfo set) => set.ReturnParameter.GetRequiredCustomModifiers().Contains(typeof(IsExternalInit));

    private static string Method(MethodInfo method)
    {
        string generic = method.IsGenericMethodDefinition ? "<" + string.Join(", ", method.GetGenericArguments().Select(NameOf)) + ">" : "";
        string returned = Annotated(NameOf(method.ReturnType), Nullability.Create(method.ReturnParameter));
        return Modifiers(method) + returned + " " + method.Name + generic + "(" + Parameters(method) + ")";
    }

    private static string Modifiers(MethodInfo method)
    {
        string access = method.IsPublic ? "" : "protected ";
        if (method.DeclaringType!.IsInterface && method.IsAbstract && !method.IsStatic)
        {
            return access;
        }

        string kind = method.IsStatic ? "static " : "";
        bool overrides = method.IsVirtual && !method.Attributes.HasFlag(MethodAttributes.NewSlot);
        return access + kind + (method.IsAbstract ? "abstract " : overrides ? "override " : method.IsVirtual && !method.IsFinal ? "virtual " : "");
    }

    private static string Parameters(MethodBase method) => string.Join(", ", method.GetParameters().Select(Parameter));

    private static string Parameter(ParameterInfo parameter)
    {
        string passing = !parameter.ParameterType.IsByRef ? "" : parameter.IsOut ? "out " : parameter.IsIn ? "in " : "ref ";
        string value = parameter.HasDefaultValue ? " = " + Literal(parameter.RawDefaultValue) : "";
        return passing + Annotated(NameOf(parameter.ParameterType), Nullability.Create(parameter)) + " " + parameter.Name + value;
    }

    private static string Annotated(string name, NullabilityInfo nullability) =>
        nullability is { Type.IsValueType: false, ReadState: NullabilityState.Nullable } or { Type.IsValueType: false, WriteState: NullabilityState.Nullable } ? name + "?" : name;

    private static string NameOf(Type type)
    {
        if (Array.IndexOf(KeywordTypes, type) is >= 0 and int keyword)
        {
            return KeywordNames[keyword];
        }

        if (type.IsByRef)
        {
            return NameOf(type.GetElementType()!);
        }

        if (type.IsArray)
        {
            return NameOf(type.GetElementType()!) + "[" + new string(',', type.GetArrayRank() - 1) + "]";
        }

        if (Nullable.GetUnderlyingType(type) is { } underlying)
        {
            return NameOf(underlying) + "?";
        }

        if (type.IsGenericParameter)
        {
            return type.Name;
        }

        string outer = type.IsNested ? NameOf(type.DeclaringType!) + "." : type.Namespace + ".";
        string name = type.Name.Split('`')[0];
        return outer + name + (type.IsGenericType ? "<" + string.Join(", ", type.GetGenericArguments().Select(NameOf)) + ">" : "");
    }

    private static string Literal(object? value) => value switch
    {
        null => "null",
        string text => "\"" + text + "\"",
        bool flag => flag ? "true" : "false",
        _ => Convert.ToString(value, CultureInfo.InvariantCulture)!,
    };
}
