/**
 * How the server's own structs are laid out: the types that a pod's spec is made of, with the fields in their order, as
 * `Name[=jsonName]:kind`. The JSON name is left out where it is the name with a small first letter. A kind is a plain
 * type, another struct, `*` a pointer or `[]` a list of one. Values of these structs are printed in a few messages.
 *
 * Taken from pkg/apis/core/types.go and staging/src/k8s.io/api/core/v1/types.go of v1.37.2.
 */
export const GO_LAYOUT: Readonly<Record<string, string>> = {
  AWSElasticBlockStoreVolumeSource: "VolumeID:string FSType=fsType:string Partition:int ReadOnly:bool",
  Affinity: "NodeAffinity:*NodeAffinity PodAffinity:*PodAffinity PodAntiAffinity:*PodAntiAffinity",
  AppArmorProfile: "Type:string LocalhostProfile:*string",
  AzureDiskVolumeSource:
    "DiskName:string DataDiskURI=diskURI:string CachingMode:*string FSType=fsType:*string ReadOnly:*bool Kind:*string",
  AzureFileVolumeSource: "SecretName:string ShareName:string ReadOnly:bool",
  CSIVolumeSource:
    "Driver:string ReadOnly:*bool FSType=fsType:*string VolumeAttributes:map NodePublishSecretRef:*LocalObjectReference",
  Capabilities: "Add:[]string Drop:[]string",
  CephFSVolumeSource:
    "Monitors:[]string Path:string User:string SecretFile:string SecretRef:*LocalObjectReference ReadOnly:bool",
  CinderVolumeSource: "VolumeID:string FSType=fsType:string ReadOnly:bool SecretRef:*LocalObjectReference",
  ClusterTrustBundleProjection:
    "Name:*string SignerName:*string LabelSelector:*json Optional:*bool Path:string User:*int",
  ConfigMapEnvSource: "Name:string Optional:*bool",
  ConfigMapKeySelector: "Name:string Key:string Optional:*bool",
  ConfigMapProjection: "Name:string Items:[]KeyToPath Optional:*bool",
  ConfigMapVolumeSource: "Name:string Items:[]KeyToPath DefaultMode:*int Optional:*bool DefaultUser:*int",
  Container:
    "Name:string Image:string Command:[]string Args:[]string WorkingDir:string Ports:[]ContainerPort EnvFrom:[]EnvFromSource Env:[]EnvVar Resources:ResourceRequirements ResizePolicy:[]ContainerResizePolicy RestartPolicy:*string RestartPolicyRules:[]ContainerRestartRule VolumeMounts:[]VolumeMount VolumeDevices:[]VolumeDevice LivenessProbe:*Probe ReadinessProbe:*Probe StartupProbe:*Probe Lifecycle:*Lifecycle TerminationMessagePath:string TerminationMessagePolicy:string ImagePullPolicy:string SecurityContext:*SecurityContext Stdin:bool StdinOnce:bool TTY=tty:bool",
  ContainerPort: "Name:string HostPort:int ContainerPort:int Protocol:string HostIP:string",
  ContainerResizePolicy: "ResourceName:string RestartPolicy:string",
  ContainerRestartRule: "Action:string ExitCodes:*ContainerRestartRuleOnExitCodes",
  ContainerRestartRuleOnExitCodes: "Operator:string Values:[]int",
  DownwardAPIProjection: "Items:[]DownwardAPIVolumeFile",
  DownwardAPIVolumeFile:
    "Path:string FieldRef:*ObjectFieldSelector ResourceFieldRef:*ResourceFieldSelector Mode:*int User:*int",
  DownwardAPIVolumeSource: "Items:[]DownwardAPIVolumeFile DefaultMode:*int DefaultUser:*int",
  EmptyDirVolumeSource: "Medium:string SizeLimit:*quantity Mode:*int",
  EnvFromSource: "Prefix:string ConfigMapRef:*ConfigMapEnvSource SecretRef:*SecretEnvSource",
  EnvVar: "Name:string Value:string ValueFrom:*EnvVarSource",
  EnvVarSource:
    "FieldRef:*ObjectFieldSelector ResourceFieldRef:*ResourceFieldSelector ConfigMapKeyRef:*ConfigMapKeySelector SecretKeyRef:*SecretKeySelector FileKeyRef:*FileKeySelector",
  EphemeralContainer:
    "Name:string Image:string Command:[]string Args:[]string WorkingDir:string Ports:[]ContainerPort EnvFrom:[]EnvFromSource Env:[]EnvVar Resources:ResourceRequirements ResizePolicy:[]ContainerResizePolicy RestartPolicy:*string RestartPolicyRules:[]ContainerRestartRule VolumeMounts:[]VolumeMount VolumeDevices:[]VolumeDevice LivenessProbe:*Probe ReadinessProbe:*Probe StartupProbe:*Probe Lifecycle:*Lifecycle TerminationMessagePath:string TerminationMessagePolicy:string ImagePullPolicy:string SecurityContext:*SecurityContext Stdin:bool StdinOnce:bool TTY=tty:bool TargetContainerName:string",
  EphemeralVolumeSource: "VolumeClaimTemplate:*PersistentVolumeClaimTemplate",
  EvictionResponder: "Name:string Priority:*int",
  ExecAction: "Command:[]string",
  FCVolumeSource: "TargetWWNs:[]string Lun:*int FSType=fsType:string ReadOnly:bool WWIDs=wwids:[]string",
  FileKeySelector: "VolumeName:string Path:string Key:string Optional:*bool",
  FlexVolumeSource: "Driver:string FSType=fsType:string SecretRef:*LocalObjectReference ReadOnly:bool Options:map",
  FlockerVolumeSource: "DatasetName:string DatasetUUID:string",
  GCEPersistentDiskVolumeSource: "PDName=pdName:string FSType=fsType:string Partition:int ReadOnly:bool",
  GRPCAction: "Port:int Service:*string Mode:*string",
  GitRepoVolumeSource: "Repository:string Revision:string Directory:string",
  GlusterfsVolumeSource: "EndpointsName=endpoints:string Path:string ReadOnly:bool",
  HTTPGetAction:
    "Path:string Port:intOrString Host:string Scheme:string HTTPHeaders=httpHeaders:[]HTTPHeader Protocol:*string",
  HTTPHeader: "Name:string Value:string",
  HostAlias: "IP=ip:string Hostnames:[]string",
  HostPathVolumeSource: "Path:string Type:*string",
  ISCSIVolumeSource:
    "TargetPortal:string IQN=iqn:string Lun:int ISCSIInterface=iscsiInterface:string FSType=fsType:string ReadOnly:bool Portals:[]string DiscoveryCHAPAuth=chapAuthDiscovery:bool SessionCHAPAuth=chapAuthSession:bool SecretRef:*LocalObjectReference InitiatorName:*string",
  ImageVolumeSource: "Reference:string PullPolicy:string",
  KeyToPath: "Key:string Path:string Mode:*int User:*int",
  Lifecycle: "PostStart:*LifecycleHandler PreStop:*LifecycleHandler StopSignal:*string",
  LifecycleHandler:
    "Exec:*ExecAction HTTPGet=httpGet:*HTTPGetAction TCPSocket=tcpSocket:*TCPSocketAction Sleep:*SleepAction",
  LocalObjectReference: "Name:string",
  NFSVolumeSource: "Server:string Path:string ReadOnly:bool",
  NodeAffinity:
    "RequiredDuringSchedulingIgnoredDuringExecution:*NodeSelector PreferredDuringSchedulingIgnoredDuringExecution:[]PreferredSchedulingTerm",
  NodeSelector: "NodeSelectorTerms:[]NodeSelectorTerm",
  NodeSelectorRequirement: "Key:string Operator:string Values:[]string",
  NodeSelectorTerm: "MatchExpressions:[]NodeSelectorRequirement MatchFields:[]NodeSelectorRequirement",
  ObjectFieldSelector: "APIVersion=apiVersion:string FieldPath:string",
  PersistentVolumeClaimSpec:
    "AccessModes:[]string Selector:*json Resources:VolumeResourceRequirements VolumeName:string StorageClassName:*string VolumeMode:*string DataSource:*TypedLocalObjectReference DataSourceRef:*TypedObjectReference VolumeAttributesClassName:*string",
  PersistentVolumeClaimTemplate: "Spec:PersistentVolumeClaimSpec",
  PersistentVolumeClaimVolumeSource: "ClaimName:string ReadOnly:bool",
  PhotonPersistentDiskVolumeSource: "PdID:string FSType=fsType:string",
  PodAffinity:
    "RequiredDuringSchedulingIgnoredDuringExecution:[]PodAffinityTerm PreferredDuringSchedulingIgnoredDuringExecution:[]WeightedPodAffinityTerm",
  PodAffinityTerm:
    "LabelSelector:*json Namespaces:[]string TopologyKey:string NamespaceSelector:*json MatchLabelKeys:[]string MismatchLabelKeys:[]string",
  PodAntiAffinity:
    "RequiredDuringSchedulingIgnoredDuringExecution:[]PodAffinityTerm PreferredDuringSchedulingIgnoredDuringExecution:[]WeightedPodAffinityTerm",
  PodCertificateProjection:
    "SignerName:string KeyType:string MaxExpirationSeconds:*int CredentialBundlePath:string KeyPath:string CertificateChainPath:string UserAnnotations:map User:*int",
  PodDNSConfig: "Nameservers:[]string Searches:[]string Options:[]PodDNSConfigOption",
  PodDNSConfigOption: "Name:string Value:*string",
  PodOS: "Name:string",
  PodReadinessGate: "ConditionType:string",
  PodResourceClaim: "Name:string ResourceClaimName:*string ResourceClaimTemplateName:*string",
  PodSchedulingGate: "Name:string",
  PodSchedulingGroup: "PodGroupName:*string",
  PodSecurityContext:
    "SELinuxOptions=seLinuxOptions:*SELinuxOptions WindowsOptions:*WindowsSecurityContextOptions RunAsUser:*int RunAsGroup:*int RunAsNonRoot:*bool SupplementalGroups:[]int SupplementalGroupsPolicy:*string FSGroup=fsGroup:*int Sysctls:[]Sysctl FSGroupChangePolicy=fsGroupChangePolicy:*string SeccompProfile:*SeccompProfile AppArmorProfile:*AppArmorProfile SELinuxChangePolicy=seLinuxChangePolicy:*string",
  PodSpec:
    "Volumes:[]Volume InitContainers:[]Container Containers:[]Container EphemeralContainers:[]EphemeralContainer RestartPolicy:string TerminationGracePeriodSeconds:*int ActiveDeadlineSeconds:*int DNSPolicy=dnsPolicy:string NodeSelector:map ServiceAccountName:string DeprecatedServiceAccount=serviceAccount:string AutomountServiceAccountToken:*bool NodeName:string HostNetwork:bool HostPID:bool HostIPC:bool ShareProcessNamespace:*bool SecurityContext:*PodSecurityContext ImagePullSecrets:[]LocalObjectReference Hostname:string Subdomain:string Affinity:*Affinity SchedulerName:string Tolerations:[]Toleration HostAliases:[]HostAlias PriorityClassName:string Priority:*int DNSConfig=dnsConfig:*PodDNSConfig ReadinessGates:[]PodReadinessGate RuntimeClassName:*string EnableServiceLinks:*bool PreemptionPolicy:*string Overhead:map TopologySpreadConstraints:[]TopologySpreadConstraint SetHostnameAsFQDN:*bool OS=os:*PodOS HostUsers:*bool SchedulingGates:[]PodSchedulingGate ResourceClaims:[]PodResourceClaim Resources:*ResourceRequirements HostnameOverride:*string SchedulingGroup:*PodSchedulingGroup EvictionResponders:[]EvictionResponder",
  PortworxVolumeSource: "VolumeID:string FSType=fsType:string ReadOnly:bool",
  PreferredSchedulingTerm: "Weight:int Preference:NodeSelectorTerm",
  Probe:
    "Exec:*ExecAction HTTPGet=httpGet:*HTTPGetAction TCPSocket=tcpSocket:*TCPSocketAction GRPC=grpc:*GRPCAction InitialDelaySeconds:int TimeoutSeconds:int PeriodSeconds:int SuccessThreshold:int FailureThreshold:int TerminationGracePeriodSeconds:*int",
  ProjectedVolumeSource: "Sources:[]VolumeProjection DefaultMode:*int DefaultUser:*int",
  QuobyteVolumeSource: "Registry:string Volume:string ReadOnly:bool User:string Group:string Tenant:string",
  RBDVolumeSource:
    "CephMonitors=monitors:[]string RBDImage=image:string FSType=fsType:string RBDPool=pool:string RadosUser=user:string Keyring:string SecretRef:*LocalObjectReference ReadOnly:bool",
  ResourceClaim: "Name:string Request:string",
  ResourceFieldSelector: "ContainerName:string Resource:string Divisor:quantity",
  ResourceRequirements: "Limits:map Requests:map Claims:[]ResourceClaim",
  SELinuxOptions: "User:string Role:string Type:string Level:string",
  ScaleIOVolumeSource:
    "Gateway:string System:string SecretRef:*LocalObjectReference SSLEnabled=sslEnabled:bool ProtectionDomain:string StoragePool:string StorageMode:string VolumeName:string FSType=fsType:string ReadOnly:bool",
  SeccompProfile: "Type:string LocalhostProfile:*string",
  SecretEnvSource: "Name:string Optional:*bool",
  SecretKeySelector: "Name:string Key:string Optional:*bool",
  SecretProjection: "Name:string Items:[]KeyToPath Optional:*bool",
  SecretVolumeSource: "SecretName:string Items:[]KeyToPath DefaultMode:*int Optional:*bool DefaultUser:*int",
  SecurityContext:
    "Capabilities:*Capabilities Privileged:*bool SELinuxOptions=seLinuxOptions:*SELinuxOptions WindowsOptions:*WindowsSecurityContextOptions RunAsUser:*int RunAsGroup:*int RunAsNonRoot:*bool ReadOnlyRootFilesystem:*bool AllowPrivilegeEscalation:*bool ProcMount:*string SeccompProfile:*SeccompProfile AppArmorProfile:*AppArmorProfile",
  ServiceAccountTokenProjection: "Audience:string ExpirationSeconds:*int Path:string User:*int",
  SleepAction: "Seconds:int",
  StorageOSVolumeSource:
    "VolumeName:string VolumeNamespace:string FSType=fsType:string ReadOnly:bool SecretRef:*LocalObjectReference",
  Sysctl: "Name:string Value:string",
  TCPSocketAction: "Port:intOrString Host:string",
  Toleration: "Key:string Operator:string Value:string Effect:string TolerationSeconds:*int",
  TopologySpreadConstraint:
    "MaxSkew:int TopologyKey:string WhenUnsatisfiable:string LabelSelector:*json MinDomains:*int NodeAffinityPolicy:*string NodeTaintsPolicy:*string MatchLabelKeys:[]string",
  TypedLocalObjectReference: "APIGroup=apiGroup:*string Kind:string Name:string",
  TypedObjectReference: "APIGroup=apiGroup:*string Kind:string Name:string Namespace:*string",
  Volume:
    "Name:string HostPath:*HostPathVolumeSource EmptyDir:*EmptyDirVolumeSource GCEPersistentDisk=gcePersistentDisk:*GCEPersistentDiskVolumeSource AWSElasticBlockStore=awsElasticBlockStore:*AWSElasticBlockStoreVolumeSource GitRepo:*GitRepoVolumeSource Secret:*SecretVolumeSource NFS=nfs:*NFSVolumeSource ISCSI=iscsi:*ISCSIVolumeSource Glusterfs:*GlusterfsVolumeSource PersistentVolumeClaim:*PersistentVolumeClaimVolumeSource RBD=rbd:*RBDVolumeSource FlexVolume:*FlexVolumeSource Cinder:*CinderVolumeSource CephFS=cephfs:*CephFSVolumeSource Flocker:*FlockerVolumeSource DownwardAPI:*DownwardAPIVolumeSource FC=fc:*FCVolumeSource AzureFile:*AzureFileVolumeSource ConfigMap:*ConfigMapVolumeSource VsphereVolume:*VsphereVirtualDiskVolumeSource Quobyte:*QuobyteVolumeSource AzureDisk:*AzureDiskVolumeSource PhotonPersistentDisk:*PhotonPersistentDiskVolumeSource Projected:*ProjectedVolumeSource PortworxVolume:*PortworxVolumeSource ScaleIO:*ScaleIOVolumeSource StorageOS=storageos:*StorageOSVolumeSource CSI=csi:*CSIVolumeSource Ephemeral:*EphemeralVolumeSource Image:*ImageVolumeSource",
  VolumeDevice: "Name:string DevicePath:string",
  VolumeMount:
    "Name:string ReadOnly:bool RecursiveReadOnly:*string MountPath:string SubPath:string MountPropagation:*string SubPathExpr:string BindMountOptions:[]string",
  VolumeProjection:
    "Secret:*SecretProjection DownwardAPI:*DownwardAPIProjection ConfigMap:*ConfigMapProjection ServiceAccountToken:*ServiceAccountTokenProjection ClusterTrustBundle:*ClusterTrustBundleProjection PodCertificate:*PodCertificateProjection",
  VolumeResourceRequirements: "Limits:map Requests:map",
  VsphereVirtualDiskVolumeSource:
    "VolumePath:string FSType=fsType:string StoragePolicyName:string StoragePolicyID:string",
  WeightedPodAffinityTerm: "Weight:int PodAffinityTerm:PodAffinityTerm",
  WindowsSecurityContextOptions:
    "GMSACredentialSpecName=gmsaCredentialSpecName:*string GMSACredentialSpec=gmsaCredentialSpec:*string RunAsUserName:*string HostProcess:*bool",
};
